package dev.darkroom.jobs;

import jakarta.enterprise.context.ApplicationScoped;

/** Writes the work into the job table, in the transaction of its record: both are there, or neither. */
@ApplicationScoped
class DurableDispatch implements Dispatch {

    private final AfterCommit afterCommit;
    private final JobTable jobs;
    private final Payloads payloads;
    private final JobSettings settings;
    private final Timeline timeline;
    private final Nudge nudge;

    DurableDispatch(
            AfterCommit afterCommit,
            JobTable jobs,
            Payloads payloads,
            JobSettings settings,
            Timeline timeline,
            Nudge nudge) {
        this.afterCommit = afterCommit;
        this.jobs = jobs;
        this.payloads = payloads;
        this.settings = settings;
        this.timeline = timeline;
        this.nudge = nudge;
    }

    @Override
    public <P extends JobPayload> void dispatch(JobKind<P> kind, P payload) {
        Integer maxAttempts = kind.untilProven() ? null : settings.maxAttempts();
        jobs.insert(kind, payload, payloads.write(payload), maxAttempts)
                .ifPresent(job -> timeline.note(job, Step.QUEUED, null));
        afterCommit.run(nudge::give);
    }
}
