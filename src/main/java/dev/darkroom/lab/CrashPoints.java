package dev.darkroom.lab;

import dev.darkroom.jobs.RunningJobs;
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
    private final RunningJobs running;

    CrashPoints(ArmedFaults faults, ProcessKiller killer, FreezeFault freeze, LabLog log, RunningJobs running) {
        this.faults = faults;
        this.killer = killer;
        this.freeze = freeze;
        this.log = log;
        this.running = running;
    }

    void reach(CrashPoint point) {
        reach(point, running.current().map(job -> job.id).orElse(null));
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
        if (point.isBeforeAnEffect() && Fault.RUN_FROZEN.isIn(armed)) {
            running.current().ifPresent(freeze::freeze);
        }
    }
}
