package dev.darkroom.jobs;

import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/** The receiving ends of the lanes, each with its own worker threads ({@code smallrye.messaging.worker.<lane>}). */
@ApplicationScoped
class LaneConsumers {

    private static final Logger LOG = Logger.getLogger(LaneConsumers.class);

    private final JobRunner runner;
    private final Relay relay;

    LaneConsumers(JobRunner runner, Relay relay) {
        this.runner = runner;
        this.relay = relay;
    }

    @Incoming("mail")
    @Blocking(value = "mail", ordered = false)
    void mail(UUID job) {
        receive(job);
    }

    @Incoming("images")
    @Blocking(value = "images", ordered = false)
    void images(UUID job) {
        receive(job);
    }

    @Incoming("payments")
    @Blocking(value = "payments", ordered = false)
    void payments(UUID job) {
        receive(job);
    }

    private void receive(UUID job) {
        try {
            // A stopping process leaves the job to another one.
            if (relay.isRunning()) {
                runner.run(job);
            }
        } catch (Throwable e) {
            LOG.warnf("job %s is retried when its hand-over or lease expires: %s", job, DatabaseOutage.describe(e));
        }
    }
}
