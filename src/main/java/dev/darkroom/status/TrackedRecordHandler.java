package dev.darkroom.status;

import dev.darkroom.jobs.Failure;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobHandler;
import dev.darkroom.jobs.JobPayload;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** A handler whose work is on a {@link TrackedRecord} record: it keeps the record's {@link WorkState} up to date. */
public interface TrackedRecordHandler<P extends JobPayload, R> extends JobHandler<P, R> {

    /** Nothing if the record has been deleted meanwhile. */
    Optional<? extends TrackedRecord> record(UUID id);

    @Override
    default void started(String key, Instant at) {
        processing(key).ifPresent(processing -> processing.start(at));
    }

    @Override
    default void progressed(String key, String step, int done, int total) {
        processing(key).ifPresent(processing -> processing.progress(step, done, total));
    }

    @Override
    default void succeeded(String key, R result, Instant at) {
        processing(key)
                .ifPresent(processing ->
                        processing.complete(at, Job.of(kind(), key).orElse(null)));
    }

    @Override
    default void retrying(String key, Failure failure) {
        processing(key).ifPresent(processing -> processing.explain(failure.reason()));
    }

    @Override
    default void failed(String key, Failure failure, Instant at) {
        processing(key).ifPresent(processing -> processing.fail(failure, at));
    }

    @Override
    default void retried(String key) {
        processing(key).ifPresent(WorkState::retry);
    }

    private Optional<WorkState> processing(String key) {
        return record(UUID.fromString(key)).map(TrackedRecord::processing);
    }
}
