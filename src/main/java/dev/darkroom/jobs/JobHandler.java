package dev.darkroom.jobs;

import java.time.Instant;
import java.util.List;

/**
 * Performs one kind of work and updates its record.
 *
 * <p>{@link #perform} runs outside of any transaction and may run more than once for the same job: it must be idempotent.
 * All callbacks but {@link #fenced} run in the transaction that moves the job. They take the key, because a job with
 * an unreadable payload has a record too.
 */
public interface JobHandler<P extends JobPayload, R> {

    JobKind<P> kind();

    /** Does the work. Throws {@link Failure.Permanent} if a retry is pointless; any other exception is retried. */
    R perform(P payload, JobContext run) throws Exception;

    /** Work without a job begins. A durable job itself has the time of its first claim. */
    default void started(String key, Instant at) {}

    default void progressed(String key, String step, int done, int total) {}

    /** Called before {@link #succeeded} of each of these jobs, so that one statement can read the records of all. */
    default void succeeding(List<Job> jobs) {}

    default void succeeded(String key, R result, End end) {}

    default void retrying(String key, Failure failure) {}

    /** The job failed and will not be retried. */
    default void failed(String key, Failure failure, End end) {}

    /** The person {@code by} cancelled the job. {@code end.job().claimedAt} is null if no run of it ever began. */
    default void cancelled(String key, String by, End end) {}

    default void retried(String key) {}

    /** The run lost its lease. Called outside of any transaction, to remove its files. */
    default void fenced(String key) {}

    /** The end of the work. The job is null in the modes inline and volatile. */
    record End(Instant at, Job job) {

        static End of(Job job) {
            return new End(job.finishedAt, job);
        }
    }
}
