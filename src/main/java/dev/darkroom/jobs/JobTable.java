package dev.darkroom.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Every statement that moves a job, in one place, so that the guarantees can be read side by side.
 *
 * <p>Each is one conditional statement: what it may change stands in its WHERE, never in an earlier read. All times are the
 * database's clock. Each runs inside the transaction of its caller, who moves the record in the same one.
 */
@ApplicationScoped
class JobTable implements Outbox, Settlement {

    private static final String INSERT =
            """
            INSERT INTO job (id, kind, key, lane, payload, owner, subject, max_attempts)
            VALUES (:id, :kind, :key, :lane, :payload, :owner, :subject, CAST(:maxAttempts AS int))
            ON CONFLICT (kind, key) DO NOTHING
            RETURNING *
            """;

    private static final String HAND_OVER =
            """
            UPDATE job SET handed_over_until = now() + :hold * interval '1 millisecond', handed_over_by = :process
             WHERE id IN (
               SELECT id FROM job
                WHERE lane = :lane AND kind IN (:kinds) AND state = 'QUEUED' AND run_at <= now()
                  AND (handed_over_until IS NULL OR handed_over_until <= now())
                ORDER BY run_at, id LIMIT :most
                FOR UPDATE SKIP LOCKED)
            RETURNING *
            """;

    private static final String TAKE_BACK =
            """
            UPDATE job SET handed_over_until = NULL, handed_over_by = NULL
             WHERE state = 'QUEUED' AND handed_over_by = :process
            """;

    private static final String CLAIM =
            """
            UPDATE job
               SET state = 'RUNNING', deliveries = deliveries + 1, worker = :worker, lease_token = :token,
                   leased_until = now() + :lease * interval '1 millisecond',
                   attempt = attempt + 1, claimed_at = now(), handed_over_until = NULL, handed_over_by = NULL
             WHERE id = :id AND kind IN (:kinds) AND state = 'QUEUED' AND run_at <= now()
            RETURNING *
            """;

    private static final String COUNT_DUPLICATE =
            """
            UPDATE job SET deliveries = deliveries + 1 WHERE id = :id
            RETURNING *
            """;

    private static final String EXTEND =
            """
            UPDATE job SET leased_until = now() + :lease * interval '1 millisecond'
             WHERE id = :id AND state = 'RUNNING' AND lease_token = :token
            RETURNING *
            """;

    /** Locks the row until the caller's commit, so that nobody takes the job away in between. */
    private static final String HOLD =
            """
            SELECT * FROM job WHERE id = :id AND state = 'RUNNING' AND lease_token = :token FOR UPDATE
            """;

    private static final String COMPLETE =
            """
            UPDATE job
               SET state = 'COMPLETE', finished_at = now(), worker = NULL, lease_token = NULL, leased_until = NULL
             WHERE id = :id AND state = 'RUNNING' AND lease_token = :token
            RETURNING *
            """;

    private static final String TRY_AGAIN =
            """
            UPDATE job
               SET state = 'QUEUED', run_at = now() + :delay * interval '1 millisecond', last_error = :error,
                   worker = NULL, lease_token = NULL, leased_until = NULL
             WHERE id = :id AND state = 'RUNNING' AND lease_token = :token
            RETURNING *
            """;

    private static final String BURY =
            """
            UPDATE job
               SET state = 'DEAD', finished_at = now(), last_error = :error, retryable = :retryable,
                   worker = NULL, lease_token = NULL, leased_until = NULL
             WHERE id = :id AND state = 'RUNNING' AND lease_token = :token
            RETURNING *
            """;

    private static final String RELEASE =
            """
            UPDATE job
               SET state = 'QUEUED', run_at = now(), attempt = attempt - 1, releases = releases + 1,
                   worker = NULL, lease_token = NULL, leased_until = NULL
             WHERE id = :id AND state = 'RUNNING' AND lease_token = :token AND releases < 3
            RETURNING *
            """;

    private static final String EXPIRED =
            """
            SELECT * FROM job
             WHERE state = 'RUNNING' AND leased_until < now() AND kind IN (:kinds)
             ORDER BY leased_until LIMIT 100
            """;

    private static final String RESCUE =
            """
            UPDATE job
               SET state = CASE WHEN attempt >= max_attempts THEN 'DEAD' ELSE 'QUEUED' END,
                   finished_at = CASE WHEN attempt >= max_attempts THEN now() END,
                   retryable = coalesce(attempt >= max_attempts, false),
                   run_at = now() + :delay * interval '1 millisecond', last_error = :error,
                   worker = NULL, lease_token = NULL, leased_until = NULL
             WHERE id = :id AND state = 'RUNNING' AND leased_until < now()
            RETURNING *
            """;

    private static final String RETRY =
            """
            UPDATE job
               SET state = 'QUEUED', round = round + 1, attempt = 0, releases = 0, run_at = now(),
                   finished_at = NULL, retryable = false
             WHERE id = :id AND state = 'DEAD' AND retryable
            RETURNING *
            """;

    private static final String CANCEL =
            """
            UPDATE job
               SET state = 'CANCELLED', finished_at = now(), worker = NULL, lease_token = NULL, leased_until = NULL
             WHERE kind = :kind AND key = :key AND state IN ('QUEUED', 'RUNNING')
            RETURNING *
            """;

    private static final String PRUNE =
            """
            DELETE FROM job WHERE id IN (
              SELECT id FROM job WHERE finished_at < now() - :age * interval '1 millisecond' LIMIT 1000)
            """;

    private final EntityManager database;

    JobTable(EntityManager database) {
        this.database = database;
    }

    @Override
    public Optional<Job> insert(JobKind<?> kind, JobPayload payload, String json, Integer maxAttempts) {
        return moved(query(INSERT)
                .setParameter("id", UUID.randomUUID())
                .setParameter("kind", kind.name())
                .setParameter("key", payload.key())
                .setParameter("lane", kind.lane().name())
                .setParameter("payload", json)
                .setParameter("owner", payload.owner())
                .setParameter("subject", payload.subject())
                .setParameter("maxAttempts", maxAttempts));
    }

    List<Job> handOver(Lane lane, Collection<String> kinds, int most, Duration hold, UUID process) {
        return rows(query(HAND_OVER)
                .setParameter("lane", lane.name())
                .setParameter("kinds", kinds)
                .setParameter("most", most)
                .setParameter("hold", hold.toMillis())
                .setParameter("process", process));
    }

    int takeBack(UUID process) {
        return query(TAKE_BACK).setParameter("process", process).executeUpdate();
    }

    Optional<Job> claim(UUID id, Collection<String> kinds, String worker, Duration lease) {
        return moved(query(CLAIM)
                .setParameter("id", id)
                .setParameter("kinds", kinds)
                .setParameter("worker", worker)
                .setParameter("token", UUID.randomUUID())
                .setParameter("lease", lease.toMillis()));
    }

    /** A message that came too late, or once too often, does nothing but this. */
    void countDuplicate(UUID id) {
        rows(query(COUNT_DUPLICATE).setParameter("id", id));
    }

    Optional<Job> extend(JobContext run, Duration lease) {
        return moved(fenced(EXTEND, run).setParameter("lease", lease.toMillis()));
    }

    Optional<Job> hold(JobContext run) {
        return moved(fenced(HOLD, run));
    }

    @Override
    public Optional<Job> complete(JobContext run) {
        return moved(fenced(COMPLETE, run));
    }

    @Override
    public Optional<Job> tryAgain(JobContext run, String error, Duration delay) {
        return moved(fenced(TRY_AGAIN, run).setParameter("error", error).setParameter("delay", delay.toMillis()));
    }

    @Override
    public Optional<Job> bury(JobContext run, String error, boolean retryable) {
        return moved(fenced(BURY, run).setParameter("error", error).setParameter("retryable", retryable));
    }

    @Override
    public Optional<Job> release(JobContext run) {
        return moved(fenced(RELEASE, run));
    }

    /** What looks expired; only {@link #rescue} decides. */
    List<Job> expired(Collection<String> kinds) {
        return rows(query(EXPIRED).setParameter("kinds", kinds));
    }

    Optional<Job> rescue(UUID id, String error, Duration delay) {
        return moved(query(RESCUE)
                .setParameter("id", id)
                .setParameter("error", error)
                .setParameter("delay", delay.toMillis()));
    }

    Optional<Job> retry(UUID id) {
        return moved(query(RETRY).setParameter("id", id));
    }

    Optional<Job> cancel(JobKind<?> kind, String key) {
        return moved(query(CANCEL).setParameter("kind", kind.name()).setParameter("key", key));
    }

    int prune(Duration age) {
        return database.createNativeQuery(PRUNE)
                .setParameter("age", age.toMillis())
                .executeUpdate();
    }

    private Query query(String sql) {
        return database.createNativeQuery(sql, Job.class);
    }

    private Query fenced(String sql, JobContext run) {
        return query(sql).setParameter("id", run.job()).setParameter("token", run.leaseToken());
    }

    private static Optional<Job> moved(Query query) {
        return rows(query).stream().findFirst();
    }

    @SuppressWarnings("unchecked")
    private static List<Job> rows(Query query) {
        return query.getResultList();
    }
}
