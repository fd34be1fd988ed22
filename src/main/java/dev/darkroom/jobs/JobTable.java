package dev.darkroom.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.jobs.JobEvent.Step;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;

/**
 * All statements that move a job. Each move re-checks the current state in its own WHERE and inserts its job_event in
 * the same statement. All times are the database's. The caller updates the record in the same transaction.
 */
@ApplicationScoped
class JobTable implements JobMoves {

    /** A run may move its job only while its token is on the row. An expired lease holds until the job is rescued. */
    private static final String FENCE = " WHERE id = :id AND state = 'RUNNING' AND lease_token = :token";

    private static final String NO_LEASE = " worker = NULL, lease_token = NULL, leased_until = NULL";

    private static final String INSERT =
            """
            INSERT INTO job (id, kind, key, lane, payload, owner, subject, max_attempts)
            VALUES (:id, :kind, :key, :lane, :payload, :owner, :subject, CAST(:maxAttempts AS int))
            ON CONFLICT (kind, key) DO NOTHING RETURNING *""";

    private static final String HAND_OVER =
            """
            UPDATE job
               SET handed_over_until = now() + :lease * interval '1 millisecond', handed_over_by = :processId
             WHERE id IN (
               SELECT id FROM job
                WHERE lane = :lane AND kind IN (:kinds) AND state = 'QUEUED' AND run_at <= now()
                  AND (handed_over_until IS NULL OR handed_over_until <= now())
                ORDER BY run_at, id LIMIT :limit
                FOR UPDATE SKIP LOCKED) RETURNING *""";

    private static final String RELEASE_HAND_OVERS = "UPDATE job SET handed_over_until = NULL, handed_over_by = NULL"
            + " WHERE state = 'QUEUED' AND handed_over_by = :processId";

    private static final String CLAIM =
            """
            UPDATE job
               SET state = 'RUNNING', deliveries = deliveries + 1, worker = :process, lease_token = :token,
                   leased_until = now() + :lease * interval '1 millisecond',
                   attempt = attempt + 1, claimed_at = now(), handed_over_until = NULL, handed_over_by = NULL
             WHERE id = :id AND kind IN (:kinds) AND state = 'QUEUED' AND run_at <= now() RETURNING *""";

    private static final String COUNT_DUPLICATE = "UPDATE job SET deliveries = deliveries + 1 WHERE id = :id";

    private static final String EXTEND =
            "UPDATE job SET leased_until = now() + :lease * interval '1 millisecond'" + FENCE + " RETURNING *";

    /** Locks the row until the caller's commit, so that no rescue comes between this check and the record's update. */
    private static final String LOCK = "SELECT * FROM job" + FENCE + " FOR UPDATE";

    private static final String COMPLETE =
            "UPDATE job SET state = 'COMPLETE', finished_at = now()," + NO_LEASE + FENCE + " RETURNING *";

    private static final String RESCHEDULE =
            "UPDATE job SET state = 'QUEUED', run_at = now() + :delay * interval '1 millisecond', last_error = :error,"
                    + NO_LEASE + FENCE + " RETURNING *";

    private static final String MARK_DEAD =
            "UPDATE job SET state = 'DEAD', finished_at = now(), last_error = :error, retryable = :retryable,"
                    + NO_LEASE + FENCE + " RETURNING *";

    private static final String RELEASE =
            "UPDATE job SET state = 'QUEUED', run_at = now(), attempt = attempt - 1, releases = releases + 1,"
                    + NO_LEASE + FENCE + " AND releases < 3 RETURNING *";

    private static final String EXPIRED = "SELECT * FROM job WHERE state = 'RUNNING' AND leased_until < now()"
            + " AND kind IN (:kinds) ORDER BY leased_until LIMIT 100";

    private static final String RESCUE =
            """
            UPDATE job
               SET state = CASE WHEN attempt >= max_attempts THEN 'DEAD' ELSE 'QUEUED' END,
                   finished_at = CASE WHEN attempt >= max_attempts THEN now() END,
                   retryable = coalesce(attempt >= max_attempts, false),
                   run_at = now() + :delay * interval '1 millisecond', last_error = :error,
                   worker = NULL, lease_token = NULL, leased_until = NULL
             WHERE id = :id AND attempt = :attempt AND state = 'RUNNING' AND leased_until < now() RETURNING *""";

    private static final String POSTPONE_RESCUE = "UPDATE job SET leased_until = now() + interval '10 s'"
            + " WHERE id = :id AND state = 'RUNNING' AND leased_until < now()";

    private static final String RETRY =
            """
            UPDATE job
               SET state = 'QUEUED', round = round + 1, attempt = 0, releases = 0, run_at = now(),
                   finished_at = NULL, retryable = false
             WHERE id = :id AND state = 'DEAD' AND retryable RETURNING *""";

    private static final String CANCEL = "UPDATE job SET state = 'CANCELLED', finished_at = now()," + NO_LEASE
            + " WHERE kind = :kind AND key = :key AND state IN ('QUEUED', 'RUNNING') RETURNING *";

    private static final String PRUNE = "DELETE FROM job WHERE id IN (SELECT id FROM job"
            + " WHERE finished_at < now() - :age * interval '1 millisecond' LIMIT 1000)";

    /** One statement that moves rows, inserts the step of each, and returns them. */
    private static final String MOVE =
            """
            WITH moved AS (%s),
                 step AS (
                   INSERT INTO job_event (job_id, round, attempt, step, detail, process)
                   SELECT id, round, attempt, '%s', CAST(:detail AS text), :process FROM moved)
            SELECT * FROM moved""";

    private final Session database;
    private final ObjectMapper json;
    private final HandlerRegistry handlers;
    private final ProcessRun process;
    private final JobSettings settings;

    JobTable(Session database, ObjectMapper json, HandlerRegistry handlers, ProcessRun process, JobSettings settings) {
        this.database = database;
        this.json = json;
        this.handlers = handlers;
        this.process = process;
        this.settings = settings;
    }

    @Override
    public Optional<Job> insert(JobKind<?> kind, JobPayload payload) {
        return move(Step.QUEUED, INSERT, null)
                .setParameter("id", UUID.randomUUID())
                .setParameter("kind", kind.name())
                .setParameter("key", payload.key())
                .setParameter("lane", kind.lane().name())
                .setParameter("payload", json.valueToTree(payload).toString())
                .setParameter("owner", payload.owner())
                .setParameter("subject", payload.subject())
                .setParameter("maxAttempts", kind.unlimitedAttempts() ? null : settings.maxAttempts())
                .uniqueResultOptional();
    }

    /** Marks due jobs of a lane for the length of a lease, so that no other relay sends them. */
    List<Job> handOver(Lane lane, int limit) {
        return move(Step.HANDED_OVER, HAND_OVER, null)
                .setParameter("lane", lane.name())
                .setParameter("kinds", handlers.kinds())
                .setParameter("limit", limit)
                .setParameter("lease", settings.lease().toMillis())
                .setParameter("processId", process.id())
                .list();
    }

    /** Makes this process's unclaimed hand-overs due again. */
    @Transactional
    int releaseHandOvers() {
        return execute(RELEASE_HAND_OVERS, "processId", process.id());
    }

    @Override
    public Optional<Job> claim(UUID id) {
        return move(Step.CLAIMED, CLAIM, null)
                .setParameter("id", id)
                .setParameter("kinds", handlers.kinds())
                .setParameter("token", UUID.randomUUID())
                .setParameter("lease", settings.lease().toMillis())
                .uniqueResultOptional();
    }

    /** Counts a message that found nothing to claim. */
    void countDuplicate(UUID id) {
        execute(COUNT_DUPLICATE, "id", id);
    }

    <P extends JobPayload> P payload(Job job, JobKind<P> kind) throws JsonProcessingException {
        return json.readValue(job.payload, kind.payload());
    }

    @Override
    public Optional<Job> extend(JobContext run) {
        return fenced(Step.HEARTBEAT, EXTEND, null, run)
                .setParameter("lease", settings.lease().toMillis())
                .uniqueResultOptional();
    }

    Optional<Job> progress(JobContext run, String detail) {
        return fenced(Step.PROGRESS, LOCK, detail, run).uniqueResultOptional();
    }

    @Override
    public Optional<Job> complete(JobContext run) {
        return fenced(Step.COMPLETE, COMPLETE, run.millis() + " ms", run).uniqueResultOptional();
    }

    Optional<Job> reschedule(JobContext run, Failure failure, Duration delay) {
        return fenced(Step.FAILED, RESCHEDULE, failure.nextTry(delay), run)
                .setParameter("error", failure.reason())
                .setParameter("delay", delay.toMillis())
                .uniqueResultOptional();
    }

    Optional<Job> markDead(JobContext run, Failure failure) {
        return fenced(Step.DEAD, MARK_DEAD, failure.reason(), run)
                .setParameter("error", failure.reason())
                .setParameter("retryable", !failure.permanent())
                .uniqueResultOptional();
    }

    /** Gives the attempt back; moves nothing if that has been done three times. */
    Optional<Job> release(JobContext run) {
        return fenced(Step.RELEASED, RELEASE, "the process is ending; attempt given back", run)
                .uniqueResultOptional();
    }

    /** Jobs whose lease seems to have expired; {@link #rescue} checks it again. */
    @Transactional
    List<Job> expired() {
        return database.createNativeQuery(EXPIRED, Job.class)
                .setParameter("kinds", handlers.kinds())
                .list();
    }

    Optional<Job> rescue(Job seen, Failure failure, Duration delay) {
        Step step = seen.outOfAttempts() ? Step.DEAD : Step.RESCUED;
        return move(step, RESCUE, step == Step.DEAD ? failure.reason() : failure.nextTry(delay))
                .setParameter("id", seen.id)
                .setParameter("attempt", seen.attempt)
                .setParameter("error", failure.reason())
                .setParameter("delay", delay.toMillis())
                .uniqueResultOptional();
    }

    /** Puts a job behind the other expired ones, so that failing rescues never hide them. */
    @Transactional
    void postponeRescue(UUID id) {
        execute(POSTPONE_RESCUE, "id", id);
    }

    Optional<Job> retry(UUID id, String by) {
        return move(Step.RETRIED, RETRY, "requested by " + by)
                .setParameter("id", id)
                .uniqueResultOptional();
    }

    Optional<Job> cancel(JobKind<?> kind, String key) {
        return move(Step.CANCELLED, CANCEL, null)
                .setParameter("kind", kind.name())
                .setParameter("key", key)
                .uniqueResultOptional();
    }

    @Override
    public void note(UUID job, Step step, String detail) {
        move(step, "SELECT * FROM job WHERE id = :id", detail)
                .setParameter("id", job)
                .uniqueResultOptional();
    }

    int prune(Duration age) {
        return execute(PRUNE, "age", age.toMillis());
    }

    private NativeQuery<Job> fenced(Step step, String statement, String detail, JobContext run) {
        return move(step, statement, detail).setParameter("id", run.job().id).setParameter("token", run.leaseToken());
    }

    private NativeQuery<Job> move(Step step, String statement, String detail) {
        return database.createNativeQuery(MOVE.formatted(statement, step), Job.class)
                .setParameter("detail", detail)
                .setParameter("process", process.name());
    }

    private int execute(String statement, String parameter, Object value) {
        return database.createNativeMutationQuery(statement)
                .setParameter(parameter, value)
                .executeUpdate();
    }
}
