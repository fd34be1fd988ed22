package dev.darkroom.jobs;

import java.util.Optional;

/** Where accepted work is written down, in the transaction of its record. */
public interface Outbox {

    /**
     * Nothing if there is a job with that kind and key already.
     *
     * @param json the payload, as the row keeps it
     * @param maxAttempts null where it is tried until its outcome is proven
     */
    Optional<Job> insert(JobKind<?> kind, JobPayload payload, String json, Integer maxAttempts);
}
