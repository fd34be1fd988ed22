package dev.darkroom.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Writes the job in the transaction of its record: both are committed, or neither. */
@ApplicationScoped
class DurableDispatch {

    private final JobTable jobs;
    private final RelaySignal signal;

    DurableDispatch(JobTable jobs, RelaySignal signal) {
        this.jobs = jobs;
        this.signal = signal;
    }

    <P extends JobPayload> void dispatch(JobKind<P> kind, List<P> payloads) {
        jobs.insert(kind, payloads);
        signal.wakeAfterCommit(kind.lane());
    }
}
