package dev.darkroom.jobs;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The moves of {@link JobTable} that the fault lab decorates. Each move returns what it moved. */
public interface JobMoves {

    /** Inserts queued jobs in the caller's transaction, in this order, without those whose kind and key exist. */
    <P extends JobPayload> List<Job> insert(JobKind<P> kind, List<P> payloads);

    /** Claims due jobs for this process and counts the attempt of each; if {@code onlyNew}, only jobs never claimed before. */
    List<Job> pick(Lane lane, Collection<UUID> tokens, boolean onlyNew);

    /** Extends leases. Returns the token of each run that still has its lease; false if its row is locked by another. */
    Map<UUID, Boolean> extend(Collection<JobContext> runs);

    /** Completes the jobs of runs that still hold their leases. */
    List<Job> complete(List<JobContext> runs);
}
