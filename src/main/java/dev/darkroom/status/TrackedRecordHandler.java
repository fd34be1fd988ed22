package dev.darkroom.status;

import dev.darkroom.jobs.Failure;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobEvent;
import dev.darkroom.jobs.JobHandler;
import dev.darkroom.jobs.JobPayload;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A handler that works on a {@link TrackedRecord} and keeps its {@link WorkState} up to date. */
public interface TrackedRecordHandler<P extends JobPayload, R> extends JobHandler<P, R> {

    Optional<? extends TrackedRecord> record(UUID id);

    /** Reads these records in one statement, so that {@link #record} finds them in memory. */
    default void read(List<UUID> ids) {}

    @Override
    default void started(String key, Instant at) {
        work(key).ifPresent(work -> work.start(at));
    }

    @Override
    default void progressed(String key, String step, int done, int total) {
        work(key).ifPresent(work -> work.progress(step, done, total));
    }

    @Override
    default void succeeding(List<Job> jobs) {
        read(jobs.stream().map(job -> UUID.fromString(job.key)).toList());
        JobEvent.readRuns(jobs);
    }

    @Override
    default void succeeded(String key, R result, End end) {
        work(key).ifPresent(work -> work.complete(end));
    }

    @Override
    default void retrying(String key, Failure failure) {
        work(key).ifPresent(work -> work.recordError(failure.reason()));
    }

    @Override
    default void failed(String key, Failure failure, End end) {
        work(key).ifPresent(work -> work.fail(failure, end));
    }

    @Override
    default void cancelled(String key, String by, End end) {
        record(UUID.fromString(key)).ifPresent(record -> record.work().cancel(by, record.possibleEffect(), end));
    }

    @Override
    default void retried(String key) {
        work(key).ifPresent(WorkState::retry);
    }

    private Optional<WorkState> work(String key) {
        return record(UUID.fromString(key)).map(TrackedRecord::work);
    }
}
