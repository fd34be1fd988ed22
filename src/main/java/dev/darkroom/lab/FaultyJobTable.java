package dev.darkroom.lab;

import dev.darkroom.jobs.AfterCommit;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobContext;
import dev.darkroom.jobs.JobKind;
import dev.darkroom.jobs.JobMoves;
import dev.darkroom.jobs.JobPayload;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Adds crash points to a job's moves, freezes a run, and removes the outbox or the fence. */
@Decorator
@Priority(1)
abstract class FaultyJobTable implements JobMoves {

    private static final String COMPLETE_UNFENCED =
            """
            WITH moved AS (
                   UPDATE job
                      SET state = 'COMPLETE', finished_at = now(), worker = NULL, lease_token = NULL, leased_until = NULL
                    WHERE id = :id RETURNING *),
                 step AS (
                   INSERT INTO job_event (job_id, round, attempt, step, detail, process)
                   SELECT id, round, attempt, 'COMPLETE', 'without the fence', 'the lab' FROM moved)
            SELECT * FROM moved""";

    private final JobMoves delegate;
    private final ArmedFaults faults;
    private final CrashPoints points;
    private final EntityManager database;
    private final AfterCommit afterCommit;

    FaultyJobTable(
            @Delegate JobMoves delegate,
            ArmedFaults faults,
            CrashPoints points,
            EntityManager database,
            AfterCommit afterCommit) {
        this.delegate = delegate;
        this.faults = faults;
        this.points = points;
        this.database = database;
        this.afterCommit = afterCommit;
    }

    @Override
    public <P extends JobPayload> List<Job> insert(JobKind<P> kind, List<P> payloads) {
        if (faults.isArmed(Fault.WITHOUT_OUTBOX)) {
            afterCommit.run(() -> insertLate(kind, payloads));
            return List.of();
        }
        return insertBeforeCommit(kind, payloads);
    }

    /** Inserts in a second transaction, which a crash can prevent. */
    private <P extends JobPayload> void insertLate(JobKind<P> kind, List<P> payloads) {
        points.reach(CrashPoint.BETWEEN_WRITES);
        QuarkusTransaction.requiringNew().run(() -> insertBeforeCommit(kind, payloads));
    }

    private <P extends JobPayload> List<Job> insertBeforeCommit(JobKind<P> kind, List<P> payloads) {
        List<Job> inserted = delegate.insert(kind, payloads);
        inserted.forEach(job -> points.reach(CrashPoint.BEFORE_COMMIT, job));
        return inserted;
    }

    /** A frozen run sends no heartbeat, and does not learn that it has lost its lease. */
    @Override
    public Map<UUID, Boolean> extend(Collection<JobContext> runs) {
        Map<Boolean, List<JobContext>> frozen =
                runs.stream().collect(Collectors.partitioningBy(run -> points.isFrozen(run.leaseToken())));
        Map<UUID, Boolean> found = new HashMap<>(delegate.extend(frozen.get(false)));
        frozen.get(true).forEach(run -> found.put(run.leaseToken(), true));
        return found;
    }

    @Override
    public List<Job> complete(List<JobContext> runs) {
        runs.forEach(run -> points.reach(CrashPoint.BEFORE_SETTLE, run.job()));
        return faults.isArmed(Fault.WITHOUT_FENCE)
                ? runs.stream().map(this::completeUnfenced).toList()
                : delegate.complete(runs);
    }

    private Job completeUnfenced(JobContext run) {
        return (Job) database.createNativeQuery(COMPLETE_UNFENCED, Job.class)
                .setParameter("id", run.job().id)
                .getSingleResult();
    }
}
