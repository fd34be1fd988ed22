package dev.darkroom.lab;

import dev.darkroom.jobs.Job;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** What happens to whoever reaches a {@link CrashPoint}: mostly nothing, else the end of the process, or a halt in time. */
@ApplicationScoped
class CrashPoints {

    static final String HALT = "halt";
    static final String PAUSE = "pause";

    private static final Duration BLINK = Duration.ofMillis(50);

    private final ArmedFaults faults;
    private final ProcessKiller death;
    private final FreezeFault frost;
    private final LabLog trace;
    /** The threads of a lane run one job after another, and nothing else: what one has claimed is what it is at. */
    private final ThreadLocal<Job> claimed = new ThreadLocal<>();

    CrashPoints(ArmedFaults faults, ProcessKiller death, FreezeFault frost, LabLog trace) {
        this.faults = faults;
        this.death = death;
        this.frost = frost;
        this.trace = trace;
    }

    void claimed(Job job) {
        claimed.set(job);
    }

    void reach(CrashPoint point) {
        reach(point, claimed.get() == null ? null : claimed.get().id);
    }

    /** @param job null where there is none: in two of three modes */
    void reach(CrashPoint point, UUID job) {
        Map<String, String> armed = faults.armed();
        if (point.label().equals(armed.get(HALT)) && faults.take(HALT, point.label())) {
            trace.leave(job, point.label());
            death.come();
        }
        if (point.label().equals(armed.get(PAUSE))) {
            trace.leave(job, point.label());
            waitAt(point);
        }
        if (point.comesBeforeAnEffect() && claimed.get() != null && Fault.RUN_FROZEN.isIn(armed)) {
            frost.seize(claimed.get());
        }
    }

    private void waitAt(CrashPoint point) {
        while (faults.armed(PAUSE, point.label())) {
            Delay.forThe(BLINK);
        }
    }
}
