package dev.darkroom.jobs;

import java.time.Duration;
import java.util.Optional;

/**
 * How a run ends in the job table. All are fenced: nothing comes back, and nothing has changed, where another worker has the
 * job by now.
 */
public interface Settlement {

    Optional<Job> complete(JobContext run);

    Optional<Job> tryAgain(JobContext run, String error, Duration delay);

    /** @param retryable whether a person may have it tried again */
    Optional<Job> bury(JobContext run, String error, boolean retryable);

    /** Gives the attempt back; nothing also when that was done three times already. */
    Optional<Job> release(JobContext run);
}
