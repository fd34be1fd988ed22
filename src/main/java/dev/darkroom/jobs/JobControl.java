package dev.darkroom.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.UUID;

/** The actions of a person on a job. */
@ApplicationScoped
public class JobControl {

    private final JobTable jobs;
    private final HandlerRegistry handlers;
    private final RunningJobs running;
    private final RelaySignal signal;
    private final AfterCommit afterCommit;

    JobControl(
            JobTable jobs, HandlerRegistry handlers, RunningJobs running, RelaySignal signal, AfterCommit afterCommit) {
        this.jobs = jobs;
        this.handlers = handlers;
        this.running = running;
        this.signal = signal;
        this.afterCommit = afterCommit;
    }

    /**
     * Cancels a queued or running job for the person {@code by}, and returns it. A second call changes nothing. A charge cannot be
     * cancelled once a run has begun, because it may have been made. Throws {@link Refused}.
     */
    @Transactional
    public Job cancel(UUID id, String by) {
        Job cancelled = jobs.cancel(id, by).orElse(null);
        if (cancelled == null) {
            return cancelledBefore(Job.findById(id));
        }
        handlers.of(cancelled.kind).cancelled(cancelled.key, by, JobHandler.End.of(cancelled));
        afterCommit.run(() -> running.interrupt(cancelled.id));
        return cancelled;
    }

    private static Job cancelledBefore(Job job) {
        if (job != null && job.state == Job.State.CANCELLED) {
            return job;
        }
        throw new Refused(
                job == null || job.state.isFinished()
                        ? "Only a queued or running job can be cancelled."
                        : "A charge that has begun cannot be cancelled, because it may have been made. It can be voided.");
    }

    /** Requeues a dead job for the person {@code by}, and returns it. A second call changes nothing. Throws {@link Refused}. */
    @Transactional
    public Job retry(UUID id, String by) {
        return jobs.retry(id, by).map(this::resume).orElseGet(() -> retriedBefore(Job.findById(id)));
    }

    private Job resume(Job retried) {
        handlers.of(retried.kind).retried(retried.key);
        signal.wakeAfterCommit(handlers.of(retried.kind).kind().lane());
        return retried;
    }

    private static Job retriedBefore(Job job) {
        if (job != null && job.state == Job.State.DEAD) {
            throw new Refused(
                    job.retryable
                            ? "This version of the program does not know jobs of the kind " + job.kind + "."
                            : "This failure is permanent (" + job.lastError + "); retrying will not help.");
        }
        boolean retried = job != null && !job.state.isFinished() && job.round > 1;
        if (!retried) {
            throw new Refused("Only a dead job can be retried.");
        }
        return job;
    }

    /** A person's request that the job's state does not allow. Visitors read its message. */
    public static class Refused extends RuntimeException {

        Refused(String reason) {
            super(reason);
        }
    }
}
