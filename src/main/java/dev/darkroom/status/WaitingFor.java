package dev.darkroom.status;

import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobReader.Seen;
import dev.darkroom.status.StatusView.Phase;
import java.time.Instant;

/**
 * The reason why work does not run now. Its times are absolute, so that the ETag of a status stays the same while it waits.
 *
 * @param code {@code pause}: its lane is paused. {@code worker}: no worker is running. {@code lane}: jobs are ahead in its
 *     lane. {@code backoff}: it has failed and is retried later. {@code outcome}: only the external service knows whether
 *     it was done. {@code lease}: the process that runs it no longer sends heartbeats.
 * @param position in the queue; null if the job is not due
 * @param until the time of the next attempt, or the end of the lease; null if it is unknown
 * @param process the holder of the lease; null for other reasons, and if the reader may not see internals
 */
public record WaitingFor(String code, Integer position, Instant until, String process) {

    /** Returns null if the work is running, has ended, or is lost for good. */
    static WaitingFor of(TrackedRecord record, Phase phase, Seen seen, boolean silent, boolean internals) {
        boolean needsProof = record.kind().unlimitedAttempts();
        if (phase == Phase.LOST) {
            return needsProof ? new WaitingFor("outcome", null, null, null) : null;
        }
        if (seen == null || phase == Phase.RUNNING && !silent) {
            return null;
        }
        Job job = seen.job();
        return switch (phase) {
            case RUNNING -> new WaitingFor("lease", null, job.leasedUntil, internals ? job.worker : null);
            case QUEUED, RETRYING -> queued(seen, needsProof && job.attempt > 0 ? "outcome" : "backoff");
            default -> null;
        };
    }

    private static WaitingFor queued(Seen seen, String later) {
        if (seen.paused()) {
            return new WaitingFor("pause", seen.place(), null, null);
        }
        if (!seen.hasWorker()) {
            return new WaitingFor("worker", seen.place(), null, null);
        }
        return seen.place() == null
                ? new WaitingFor(later, null, seen.job().runAt, null)
                : new WaitingFor("lane", seen.place(), null, null);
    }
}
