package dev.darkroom.jobs;

import java.time.Instant;

/**
 * Does one kind of work and moves the record that the work is about.
 *
 * <p>{@link #perform} runs outside of any transaction and may run more than once for the same job: it must be idempotent.
 * All other methods run inside the transaction that moves the job, so that record and job move together or not at all.
 * They take the key and not the payload, because a job whose payload cannot be read has a record too.
 */
public interface JobHandler<P extends JobPayload, R> {

    JobKind<P> kind();

    /** The work itself. Throws {@link Failure.Permanent} where trying again is pointless; all else is tried again. */
    R perform(P payload, JobContext run) throws Exception;

    void started(String key, Instant at);

    void progressed(String key, String step, int done, int total);

    void succeeded(String key, R result, Instant at);

    /** This try has failed, and there will be another. */
    void retrying(String key, Failure failure);

    /** There will be no other try. */
    void failed(String key, Failure failure, Instant at);

    /** A person has asked for another round of tries. */
    void retried(String key);

    /** This worker lost the job while it was performing; what it made belongs to nobody. Not in a transaction. */
    default void fenced(String key) {}
}
