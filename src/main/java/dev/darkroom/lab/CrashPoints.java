package dev.darkroom.lab;

import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobNotes;
import dev.darkroom.jobs.RunningJobs;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Halts, pauses or freezes the thread that reaches an armed {@link CrashPoint}. */
@ApplicationScoped
class CrashPoints {

    static final String HALT = "halt";
    static final String PAUSE = "pause";

    private static final Logger LOG = Logger.getLogger("lab");
    private static final Duration POLL = Duration.ofMillis(50);

    private final ArmedFaults faults;
    private final ProcessKiller killer;
    private final RunningJobs running;
    private final JobNotes notes;
    private final Duration freezeLimit;
    /** Lease tokens, not jobs: the run that takes over the job is not frozen. */
    private final Set<UUID> frozen = ConcurrentHashMap.newKeySet();

    CrashPoints(
            ArmedFaults faults,
            ProcessKiller killer,
            RunningJobs running,
            JobNotes notes,
            @ConfigProperty(name = "darkroom.jobs.lease", defaultValue = "10s") Duration lease) {
        this.faults = faults;
        this.killer = killer;
        this.running = running;
        this.notes = notes;
        this.freezeLimit = lease.multipliedBy(3);
    }

    void reach(CrashPoint point) {
        reach(point, running.current().orElse(null));
    }

    void reach(CrashPoint point, UUID job) {
        reach(point, QuarkusTransaction.requiringNew().call(() -> Job.<Job>findById(job)));
    }

    /** @param job null outside of the durable mode */
    void reach(CrashPoint point, Job job) {
        Map<String, String> armed = faults.armed();
        if (point.label().equals(armed.get(HALT)) && faults.disarm(HALT, point.label())) {
            note(job, point.label());
            killer.halt();
        }
        if (point.label().equals(armed.get(PAUSE))) {
            note(job, point.label());
            while (point.label().equals(faults.armed().get(PAUSE))) {
                Delay.sleep(POLL);
            }
        }
        if (point.isBeforeAnEffect() && Fault.RUN_FROZEN.isIn(armed)) {
            running.current().ifPresent(this::freeze);
        }
    }

    /** Whether a run is frozen, as if its process were stopped. */
    boolean isFrozen(UUID leaseToken) {
        return frozen.contains(leaseToken);
    }

    /** Freezes the first run that calls this after the fault was armed. The run then continues with an old lease. */
    private void freeze(Job job) {
        if (faults.disarm(Fault.RUN_FROZEN.id, Fault.RUN_FROZEN.value)) {
            frozen.add(job.leaseToken);
            note(job, "frozen: this run sends no heartbeat and ignores interrupts");
            waitForOtherRun(job.id);
            note(job, "thawed: this run continues with its old lease");
            frozen.remove(job.leaseToken);
        }
    }

    /** Returns when another run has finished the job, or at the limit. Ignores interrupts. */
    private void waitForOtherRun(UUID job) {
        long end = System.nanoTime() + freezeLimit.toNanos();
        while (System.nanoTime() < end && !isFinished(job)) {
            try {
                Thread.sleep(POLL.toMillis());
            } catch (InterruptedException e) {
                LOG.debug("a frozen run ignores its interrupt");
            }
        }
    }

    private static boolean isFinished(UUID id) {
        return QuarkusTransaction.requiringNew().call(() -> Job.count("id = ?1 and finishedAt is null", id) == 0);
    }

    /** Writes a fault to the log and to the timeline of its job. Commits separately: the entry stays if the process dies. */
    private void note(Job job, String message) {
        LOG.infof("lab %s", message);
        if (job != null) {
            QuarkusTransaction.requiringNew().run(() -> notes.fault(job, message));
        }
    }
}
