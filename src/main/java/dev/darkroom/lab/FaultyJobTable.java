package dev.darkroom.lab;

import dev.darkroom.jobs.AfterCommit;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobContext;
import dev.darkroom.jobs.JobEvent.Step;
import dev.darkroom.jobs.JobKind;
import dev.darkroom.jobs.JobMoves;
import dev.darkroom.jobs.JobPayload;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.persistence.EntityManager;
import java.util.Optional;
import java.util.UUID;

/** Adds crash points to a job's moves, freezes a run, and removes the outbox or the fence. */
@Decorator
@Priority(1)
abstract class FaultyJobTable implements JobMoves {

    private static final String COMPLETE_UNFENCED =
            """
            UPDATE job
               SET state = 'COMPLETE', finished_at = now(), worker = NULL, lease_token = NULL, leased_until = NULL
             WHERE id = :id
            RETURNING *
            """;

    private final JobMoves delegate;
    private final ArmedFaults faults;
    private final CrashPoints points;
    private final FreezeFault freeze;
    private final EntityManager database;
    private final AfterCommit afterCommit;

    FaultyJobTable(
            @Delegate JobMoves delegate,
            ArmedFaults faults,
            CrashPoints points,
            FreezeFault freeze,
            EntityManager database,
            AfterCommit afterCommit) {
        this.delegate = delegate;
        this.faults = faults;
        this.points = points;
        this.freeze = freeze;
        this.database = database;
        this.afterCommit = afterCommit;
    }

    @Override
    public Optional<Job> insert(JobKind<?> kind, JobPayload payload) {
        if (faults.isArmed(Fault.WITHOUT_OUTBOX)) {
            afterCommit.run(() -> insertLate(kind, payload));
            return Optional.empty();
        }
        return insertBeforeCommit(kind, payload);
    }

    /** Inserts in a second transaction, which a crash can prevent. */
    private void insertLate(JobKind<?> kind, JobPayload payload) {
        points.reach(CrashPoint.BETWEEN_WRITES);
        QuarkusTransaction.requiringNew().run(() -> insertBeforeCommit(kind, payload));
    }

    private Optional<Job> insertBeforeCommit(JobKind<?> kind, JobPayload payload) {
        Optional<Job> inserted = delegate.insert(kind, payload);
        inserted.ifPresent(job -> points.reach(CrashPoint.BEFORE_COMMIT, job.id));
        return inserted;
    }

    @Override
    public Optional<Job> claim(UUID id) {
        Optional<Job> claimed = delegate.claim(id);
        claimed.ifPresent(points::claimed);
        return claimed;
    }

    @Override
    public Optional<Job> extend(JobContext run) {
        Optional<Job> extended = delegate.extend(run);
        extended.ifPresent(freeze::refuseHeartbeat);
        return extended;
    }

    @Override
    public Optional<Job> complete(JobContext run) {
        points.reach(CrashPoint.BEFORE_SETTLE, run.job().id);
        return faults.isArmed(Fault.WITHOUT_FENCE) ? completeUnfenced(run.job().id) : delegate.complete(run);
    }

    private Optional<Job> completeUnfenced(UUID id) {
        Job job = (Job) database.createNativeQuery(COMPLETE_UNFENCED, Job.class)
                .setParameter("id", id)
                .getSingleResult();
        delegate.note(id, Step.COMPLETE, "without the fence");
        return Optional.of(job);
    }
}
