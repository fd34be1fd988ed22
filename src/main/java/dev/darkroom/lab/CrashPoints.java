package dev.darkroom.lab;

import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.Step;
import dev.darkroom.jobs.Timeline;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/** What happens to whoever reaches a {@link Point}: mostly nothing, else the end of the process, or a halt in time. */
@ApplicationScoped
class CrashPoints {

    static final String HALT = "halt";
    static final String PAUSE = "pause";

    private static final Logger LOG = Logger.getLogger("lab");
    private static final Duration BLINK = Duration.ofMillis(50);

    private final Faults faults;
    private final Death death;
    private final Timeline timeline;
    /** The threads of a lane run one job after another, and nothing else: what one has claimed is what it is at. */
    private final ThreadLocal<UUID> claimed = new ThreadLocal<>();

    CrashPoints(Faults faults, Death death, Timeline timeline) {
        this.faults = faults;
        this.death = death;
        this.timeline = timeline;
    }

    void claimed(UUID job) {
        claimed.set(job);
    }

    void reach(Point point) {
        reach(point, claimed.get());
    }

    /** @param job null where there is none: in two of three modes, and before it is committed */
    void reach(Point point, UUID job) {
        Map<String, String> armed = faults.armed();
        if (point.label().equals(armed.get(HALT)) && faults.take(HALT, point.label())) {
            note(point, job);
            death.come();
        }
        if (point.label().equals(armed.get(PAUSE))) {
            note(point, job);
            waitAt(point);
        }
    }

    private void waitAt(Point point) {
        while (faults.is(PAUSE, point.label())) {
            Wait.forThe(BLINK);
        }
    }

    /** In a transaction of its own, which is there when this one is not. Before its commit nobody else sees the job. */
    private void note(Point point, UUID job) {
        LOG.infof("lab %s reached", point.label());
        if (job != null) {
            QuarkusTransaction.requiringNew().run(() -> note(Job.<Job>findById(job), point));
        }
    }

    private void note(Job job, Point point) {
        if (job != null) {
            timeline.note(job, Step.REACHED, point.label());
        }
    }
}
