package dev.darkroom.jobs;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Turns the relay: at once when it is nudged, and each second in any case, which is what correctness rests on. */
@ApplicationScoped
class RelayLoop {

    private static final Logger LOG = Logger.getLogger(RelayLoop.class);

    private static final Duration TO_STOP = Duration.ofSeconds(5);

    private final Relay relay;
    private final Duration poll;
    private final Role role;
    private final Nudge nudge;
    private final Thread thread = new Thread(this::loop, "relay");
    private volatile boolean running;

    RelayLoop(Relay relay, Nudge nudge, JobSettings settings, @ConfigProperty(name = "darkroom.role") Role role) {
        this.relay = relay;
        this.nudge = nudge;
        this.poll = settings.poll();
        this.role = role;
    }

    void begin(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) StartupEvent event) {
        if (role.runsJobs()) {
            running = true;
            thread.setDaemon(true);
            thread.start();
        }
    }

    boolean isRunning() {
        return running;
    }

    /** When this returns, nothing is handed over any more. */
    void stop() {
        running = false;
        nudge.give();
        try {
            thread.join(TO_STOP.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void loop() {
        while (running) {
            for (Lane lane : Lane.values()) {
                handOver(lane);
            }
            waitForNudge();
        }
    }

    private void handOver(Lane lane) {
        try {
            relay.handOver(lane);
        } catch (RuntimeException e) {
            LOG.warnf("nothing handed over in lane %s, trying again: %s", lane.label(), DatabaseOutage.inWords(e));
        }
    }

    private void waitForNudge() {
        try {
            nudge.await(poll);
        } catch (InterruptedException e) {
            running = false;
        }
    }
}
