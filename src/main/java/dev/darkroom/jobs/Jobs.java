package dev.darkroom.jobs;

import dev.darkroom.jobs.JobEvent.Step;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/** Where the slow part of a request is handed on. */
@ApplicationScoped
public class Jobs {

    private final DispatchChoice choice;
    private final InlineDispatch inline;
    private final VolatileDispatch inMemory;
    private final DurableDispatch durable;
    private final JobTable jobs;
    private final HandlerRegistry handlers;
    private final Timeline timeline;
    private final WakeUp wakeUp;
    private final AfterCommit afterCommit;
    private final ProcessRun process;

    Jobs(
            DispatchChoice choice,
            InlineDispatch inline,
            VolatileDispatch inMemory,
            DurableDispatch durable,
            JobTable jobs,
            HandlerRegistry handlers,
            Timeline timeline,
            WakeUp wakeUp,
            AfterCommit afterCommit,
            ProcessRun process) {
        this.choice = choice;
        this.inline = inline;
        this.inMemory = inMemory;
        this.durable = durable;
        this.jobs = jobs;
        this.handlers = handlers;
        this.timeline = timeline;
        this.wakeUp = wakeUp;
        this.afterCommit = afterCommit;
        this.process = process;
    }

    /** What a record must remember of the hand-off that is about to follow. */
    public Acceptance acceptance() {
        return new Acceptance(choice.mode(), process.id(), process.now());
    }

    /** Hands the work on in the mode that was chosen. Belongs into the transaction that writes the record. */
    @Transactional(TxType.MANDATORY)
    public <P extends JobPayload> void submit(JobKind<P> kind, P payload) {
        dispatch().dispatch(kind, payload);
    }

    /**
     * Ends a job that nobody wants any more; whoever is running it is fenced. Belongs into the transaction that changes
     * the record, before the record is touched: job, then record, is the order in which all lock.
     */
    @Transactional(TxType.MANDATORY)
    public void cancel(JobKind<?> kind, String key) {
        jobs.cancel(kind, key).ifPresent(job -> timeline.note(job, Step.CANCELLED, null));
    }

    /**
     * Has a dead job tried again, with the same keys. A second press finds it queued or running again and changes nothing.
     *
     * @param by who asked, for the timeline
     * @throws NotRetryable if it is not dead, or died of something that another try cannot mend
     */
    @Transactional
    public void retry(UUID id, String by) {
        jobs.retry(id)
                .ifPresentOrElse(
                        job -> {
                            handlers.of(job.kind).retried(job.key);
                            timeline.note(job, Step.RETRIED, "asked for by " + by);
                            afterCommit.run(wakeUp::call);
                        },
                        () -> refuseUnlessRetried(Job.findById(id)));
    }

    private static void refuseUnlessRetried(Job job) {
        boolean secondPress =
                job != null && job.round > 1 && (job.state == Job.State.QUEUED || job.state == Job.State.RUNNING);
        if (!secondPress) {
            throw new NotRetryable(job);
        }
    }

    private Dispatch dispatch() {
        return switch (choice.mode()) {
            case INLINE -> inline;
            case VOLATILE -> inMemory;
            case DURABLE -> durable;
        };
    }

    /** Hands a piece of work on, inside the transaction that creates its record. Three siblings, one for each mode. */
    interface Dispatch {

        <P extends JobPayload> void dispatch(JobKind<P> kind, P payload);
    }

    /**
     * How and when a piece of work was accepted: what its record remembers of the hand-off.
     *
     * @param process the run of the process that accepted it; in two of three modes the work dies with that
     * @param at by the database's clock
     */
    public record Acceptance(DispatchMode mode, UUID process, Instant at) {}

    /** A job that nobody may have tried again: only a dead one may be, and only if trying again can help. */
    public static class NotRetryable extends RuntimeException {

        NotRetryable(Job job) {
            super(
                    job == null
                            ? "This job is gone."
                            : job.state == Job.State.DEAD
                                    ? "This job failed for good (" + job.lastError + "): trying again cannot help."
                                    : "Only a dead job can be tried again; this one is "
                                            + job.state.name().toLowerCase(Locale.ROOT) + ".");
        }
    }
}
