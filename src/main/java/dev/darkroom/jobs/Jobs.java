package dev.darkroom.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Takes the slow part of a request and dispatches it in the chosen mode. */
@ApplicationScoped
public class Jobs {

    private final DispatchChoice choice;
    private final InlineDispatch inline;
    private final VolatileDispatch inMemory;
    private final DurableDispatch durable;
    private final JobTable jobs;
    private final HandlerRegistry handlers;
    private final RelaySignal signal;
    private final ProcessRun process;

    Jobs(
            DispatchChoice choice,
            InlineDispatch inline,
            VolatileDispatch inMemory,
            DurableDispatch durable,
            JobTable jobs,
            HandlerRegistry handlers,
            RelaySignal signal,
            ProcessRun process) {
        this.choice = choice;
        this.inline = inline;
        this.inMemory = inMemory;
        this.durable = durable;
        this.jobs = jobs;
        this.handlers = handlers;
        this.signal = signal;
        this.process = process;
    }

    /** The acceptance of work about to be submitted, for its record to store. */
    public Acceptance acceptance() {
        return new Acceptance(choice.mode(), process.id(), process.now());
    }

    /** Dispatches work in the chosen mode. Must be called in the transaction that writes the record. */
    @Transactional(TxType.MANDATORY)
    public <P extends JobPayload> void submit(JobKind<P> kind, P payload) {
        submit(kind, List.of(payload));
    }

    /** Dispatches several pieces of work, in this order. Must be called in the transaction that writes their records. */
    @Transactional(TxType.MANDATORY)
    public <P extends JobPayload> void submit(JobKind<P> kind, List<P> payloads) {
        Dispatch dispatch =
                switch (choice.mode()) {
                    case INLINE -> inline;
                    case VOLATILE -> inMemory;
                    case DURABLE -> durable;
                };
        dispatch.dispatch(kind, payloads);
    }

    /**
     * Cancels a queued or running job, and fences its run. Must be called in the transaction that changes the record,
     * and before that change, because every transaction that changes both locks the job first.
     */
    @Transactional(TxType.MANDATORY)
    public void cancel(JobKind<?> kind, String key) {
        jobs.cancel(kind, key);
    }

    /** Requeues a dead job for the person {@code by}. A second call changes nothing. Throws {@link NotRetryable}. */
    @Transactional
    public void retry(UUID id, String by) {
        jobs.retry(id, by).ifPresentOrElse(this::resume, () -> refuseUnlessRetried(Job.findById(id)));
    }

    /** Lets no process claim a job of this lane. Running jobs finish; a second call changes nothing. */
    @Transactional
    public void pause(Lane lane, String by) {
        jobs.pause(lane, by);
    }

    @Transactional
    public void resume(Lane lane) {
        jobs.resume(lane);
        signal.wakeAfterCommit(lane);
    }

    private void resume(Job retried) {
        handlers.of(retried.kind).retried(retried.key);
        signal.wakeAfterCommit(retried.lane);
    }

    private static void refuseUnlessRetried(Job job) {
        boolean open = job != null && (job.state == Job.State.QUEUED || job.state == Job.State.RUNNING);
        if (!open || job.round == 1) {
            throw new NotRetryable(job);
        }
    }

    /** Dispatches work in one mode, inside the transaction that creates its record. */
    interface Dispatch {

        <P extends JobPayload> void dispatch(JobKind<P> kind, List<P> payloads);
    }

    /** The mode, process and time (the database's) of accepted work. Work without a job is lost with its process. */
    public record Acceptance(DispatchMode mode, UUID process, Instant at) {}

    /** A job that cannot be retried: it is not dead, or its failure is permanent. */
    public static class NotRetryable extends RuntimeException {

        NotRetryable(Job job) {
            super(reason(job));
        }

        private static String reason(Job job) {
            if (job == null || job.state != Job.State.DEAD) {
                return "Only a dead job can be retried.";
            }
            return job.retryable
                    ? "This version of the program does not know jobs of the kind " + job.kind + "."
                    : "This failure is permanent (" + job.lastError + "); retrying will not help.";
        }
    }
}
