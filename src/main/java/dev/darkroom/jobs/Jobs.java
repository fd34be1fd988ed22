package dev.darkroom.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Instant;
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
    private final AfterCommit afterCommit;
    private final RelaySignal signal;
    private final ProcessRun process;

    Jobs(
            DispatchChoice choice,
            InlineDispatch inline,
            VolatileDispatch inMemory,
            DurableDispatch durable,
            JobTable jobs,
            HandlerRegistry handlers,
            AfterCommit afterCommit,
            RelaySignal signal,
            ProcessRun process) {
        this.choice = choice;
        this.inline = inline;
        this.inMemory = inMemory;
        this.durable = durable;
        this.jobs = jobs;
        this.handlers = handlers;
        this.afterCommit = afterCommit;
        this.signal = signal;
        this.process = process;
    }

    /** The facts about the next submit that a record stores. */
    public Acceptance acceptance() {
        return new Acceptance(choice.mode(), process.id(), process.now());
    }

    /** Dispatches work in the chosen mode. Must be called in the transaction that writes the record. */
    @Transactional(TxType.MANDATORY)
    public <P extends JobPayload> void submit(JobKind<P> kind, P payload) {
        Dispatch dispatch =
                switch (choice.mode()) {
                    case INLINE -> inline;
                    case VOLATILE -> inMemory;
                    case DURABLE -> durable;
                };
        dispatch.dispatch(kind, payload);
    }

    /**
     * Cancels a queued or running job; its run is fenced. Must be called in the transaction that changes the record, before
     * it touches the record: everyone locks the job first, then its record.
     */
    @Transactional(TxType.MANDATORY)
    public void cancel(JobKind<?> kind, String key) {
        jobs.cancel(kind, key);
    }

    /**
     * Requeues a dead job with the same keys. A second call finds it requeued and changes nothing.
     *
     * @param by the person who asked, for the timeline
     * @throws NotRetryable if the job is not dead, or its failure is permanent
     */
    @Transactional
    public void retry(UUID id, String by) {
        jobs.retry(id, by)
                .ifPresentOrElse(
                        job -> {
                            handlers.of(job.kind).retried(job.key);
                            afterCommit.run(signal::wake);
                        },
                        () -> refuseUnlessRetried(Job.findById(id)));
    }

    private static void refuseUnlessRetried(Job job) {
        boolean retriedBefore =
                job != null && job.round > 1 && (job.state == Job.State.QUEUED || job.state == Job.State.RUNNING);
        if (!retriedBefore) {
            throw new NotRetryable(job);
        }
    }

    /** Passes work on, inside the transaction that creates its record. One implementation for each mode. */
    interface Dispatch {

        <P extends JobPayload> void dispatch(JobKind<P> kind, P payload);
    }

    /**
     * How and when work was accepted.
     *
     * @param process the process that accepted it; inline and volatile work is lost with that process
     * @param at the database's time
     */
    public record Acceptance(DispatchMode mode, UUID process, Instant at) {}

    /** A job that cannot be retried: it is not dead, or its failure is permanent. */
    public static class NotRetryable extends RuntimeException {

        NotRetryable(Job job) {
            super(
                    job != null && job.state == Job.State.DEAD
                            ? "This failure is permanent (" + job.lastError + "); retrying will not help."
                            : "Only a dead job can be retried.");
        }
    }
}
