package dev.darkroom.lab;

import dev.darkroom.jobs.Job;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Freezes one run, as if its process were stopped: no heartbeat and no interrupt until another run finishes its job. */
@ApplicationScoped
class FreezeFault {

    private static final Duration POLL = Duration.ofMillis(100);

    private final ArmedFaults faults;
    private final LabLog log;
    private final Duration limit;
    /** Lease tokens, not jobs: the run that takes over the job is not frozen. */
    private final Set<UUID> frozen = ConcurrentHashMap.newKeySet();

    FreezeFault(
            ArmedFaults faults,
            LabLog log,
            @ConfigProperty(name = "darkroom.jobs.lease", defaultValue = "10s") Duration lease) {
        this.faults = faults;
        this.log = log;
        this.limit = lease.multipliedBy(3);
    }

    /** Freezes the first run that calls this after the fault was armed. The run then continues with an old lease. */
    void freeze(Job job) {
        if (faults.disarm(Fault.RUN_FROZEN.id, Fault.RUN_FROZEN.value)) {
            frozen.add(job.leaseToken);
            log.write(job.id, "frozen: this run sends no heartbeat and ignores interrupts");
            waitForOtherRun(job.id);
            log.write(job.id, "thawed: this run continues with its old lease");
            frozen.remove(job.leaseToken);
        }
    }

    boolean isFrozen(UUID leaseToken) {
        return frozen.contains(leaseToken);
    }

    /** Returns when another run has finished the job and this one has been interrupted, or at the limit. */
    private void waitForOtherRun(UUID job) {
        long end = System.nanoTime() + limit.toNanos();
        boolean interrupted = false;
        while (System.nanoTime() < end && !(interrupted && isFinished(job))) {
            try {
                Thread.sleep(POLL.toMillis());
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }

    private static boolean isFinished(UUID id) {
        List<Job.State> unfinished = List.of(Job.State.QUEUED, Job.State.RUNNING);
        return QuarkusTransaction.requiringNew().call(() -> Job.count("id = ?1 and state in ?2", id, unfinished) == 0);
    }
}
