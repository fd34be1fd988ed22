package dev.darkroom.jobs;

import dev.darkroom.jobs.JobEvent.Step;
import jakarta.enterprise.context.ApplicationScoped;

/** Writes the work into the job table, in the transaction of its record: both are there, or neither. */
@ApplicationScoped
class DurableDispatch implements Jobs.Dispatch {

    private final AfterCommit afterCommit;
    private final Outbox outbox;
    private final Payloads payloads;
    private final JobSettings settings;
    private final Timeline timeline;
    private final WakeUp wakeUp;

    DurableDispatch(
            AfterCommit afterCommit,
            Outbox outbox,
            Payloads payloads,
            JobSettings settings,
            Timeline timeline,
            WakeUp wakeUp) {
        this.afterCommit = afterCommit;
        this.outbox = outbox;
        this.payloads = payloads;
        this.settings = settings;
        this.timeline = timeline;
        this.wakeUp = wakeUp;
    }

    @Override
    public <P extends JobPayload> void dispatch(JobKind<P> kind, P payload) {
        Integer maxAttempts = kind.untilProven() ? null : settings.maxAttempts();
        outbox.insert(kind, payload, payloads.write(payload), maxAttempts)
                .ifPresent(job -> timeline.note(job, Step.QUEUED, null));
        afterCommit.run(wakeUp::call);
    }
}
