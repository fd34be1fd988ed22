package dev.darkroom.lab;

import dev.darkroom.jobs.Job;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** A run as if its process were frozen: no heartbeat leaves it, and nothing reaches it, until its job is long done. */
@ApplicationScoped
class FreezeFault {

    private static final Duration BLINK = Duration.ofMillis(100);

    private final ArmedFaults faults;
    private final LabLog trace;
    private final Duration longest;
    /** By lease token: the run that takes the job over is not frozen. */
    private final Set<UUID> frozen = ConcurrentHashMap.newKeySet();

    FreezeFault(
            ArmedFaults faults,
            LabLog trace,
            @ConfigProperty(name = "darkroom.jobs.lease", defaultValue = "30s") Duration lease) {
        this.faults = faults;
        this.trace = trace;
        this.longest = lease.multipliedBy(3);
    }

    /** One run, of all that come by. It goes on afterwards as if nothing had happened: that is what is to be seen. */
    void seize(Job job) {
        if (faults.take(Fault.RUN_FROZEN.row(), Fault.RUN_FROZEN.value())) {
            frozen.add(job.leaseToken);
            trace.leave(job.id, "frozen: no heartbeat leaves this run, and nothing reaches it");
            hearNothing(job.id);
            trace.leave(job.id, "thawed: this run goes on as if nothing had happened");
            frozen.remove(job.leaseToken);
        }
    }

    /** Called in the transaction of a heartbeat, which then does not happen. */
    void refuse(Job job) {
        if (frozen.contains(job.leaseToken)) {
            throw new IllegalStateException("the lab has frozen this run");
        }
    }

    /** Until another run has finished the job and this one has been told to stop, which it does not hear. */
    private void hearNothing(UUID job) {
        long end = System.nanoTime() + longest.toNanos();
        boolean called = false;
        while (System.nanoTime() < end && !(called && isFinished(job))) {
            try {
                Thread.sleep(BLINK.toMillis());
            } catch (InterruptedException e) {
                called = true;
            }
        }
    }

    private static boolean isFinished(UUID id) {
        return QuarkusTransaction.requiringNew().call(() -> {
            Job job = Job.findById(id);
            return job == null || !(job.state == Job.State.QUEUED || job.state == Job.State.RUNNING);
        });
    }
}
