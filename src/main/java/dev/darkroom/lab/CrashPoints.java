package dev.darkroom.lab;

import dev.darkroom.jobs.Job;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** Halts, pauses or freezes the thread that reaches an armed {@link CrashPoint}. */
@ApplicationScoped
class CrashPoints {

    static final String HALT = "halt";
    static final String PAUSE = "pause";

    private static final Duration POLL = Duration.ofMillis(50);

    private final ArmedFaults faults;
    private final ProcessKiller killer;
    private final FreezeFault freeze;
    private final LabLog log;
    /** A lane's thread runs one job at a time: the last one that it claimed is the current one. */
    private final ThreadLocal<Job> claimed = new ThreadLocal<>();

    CrashPoints(ArmedFaults faults, ProcessKiller killer, FreezeFault freeze, LabLog log) {
        this.faults = faults;
        this.killer = killer;
        this.freeze = freeze;
        this.log = log;
    }

    void claimed(Job job) {
        claimed.set(job);
    }

    void reach(CrashPoint point) {
        reach(point, claimed.get() == null ? null : claimed.get().id);
    }

    /** @param job null outside of the durable mode */
    void reach(CrashPoint point, UUID job) {
        Map<String, String> armed = faults.armed();
        if (point.label().equals(armed.get(HALT)) && faults.disarm(HALT, point.label())) {
            log.write(job, point.label());
            killer.halt();
        }
        if (point.label().equals(armed.get(PAUSE))) {
            log.write(job, point.label());
            while (faults.isArmed(PAUSE, point.label())) {
                Delay.sleep(POLL);
            }
        }
        if (point.isBeforeAnEffect() && claimed.get() != null && Fault.RUN_FROZEN.isIn(armed)) {
            freeze.freeze(claimed.get());
        }
    }
}
