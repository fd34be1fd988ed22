package dev.darkroom.jobs;

import io.quarkus.logging.Log;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** The receiving ends of the lanes, each with its own worker threads ({@code smallrye.messaging.worker.<lane>}). */
@ApplicationScoped
class LaneConsumers {

    private final JobRunner runner;

    LaneConsumers(JobRunner runner) {
        this.runner = runner;
    }

    @Incoming("mail")
    @Blocking(value = "mail", ordered = false)
    void mail(JobContext run) {
        receive(run);
    }

    @Incoming("images")
    @Blocking(value = "images", ordered = false)
    void images(JobContext run) {
        receive(run);
    }

    @Incoming("video")
    @Blocking(value = "video", ordered = false)
    void video(JobContext run) {
        receive(run);
    }

    @Incoming("payments")
    @Blocking(value = "payments", ordered = false)
    void payments(JobContext run) {
        receive(run);
    }

    private void receive(JobContext run) {
        try {
            runner.run(run);
        } catch (Throwable e) {
            Log.warnf("%s ended with an error: %s", run.job().label(), DatabaseOutage.describe(e));
        }
    }
}
