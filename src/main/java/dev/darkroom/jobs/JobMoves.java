package dev.darkroom.jobs;

import dev.darkroom.jobs.JobEvent.Step;
import java.util.Optional;
import java.util.UUID;

/** The moves of {@link JobTable} that the fault lab decorates. Each move returns the moved row, or empty. */
public interface JobMoves {

    /** Inserts a queued job in the caller's transaction, unless one with this kind and key exists. */
    Optional<Job> insert(JobKind<?> kind, JobPayload payload);

    /** Takes a due job for this process and counts the attempt. */
    Optional<Job> claim(UUID id);

    Optional<Job> extend(JobContext run);

    Optional<Job> complete(JobContext run);

    /** Adds a step to the job's timeline without moving the job. */
    void note(UUID job, Step step, String detail);
}
