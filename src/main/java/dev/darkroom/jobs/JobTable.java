package dev.darkroom.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * All statements that move a job, but for those of {@link HandOver}. Each move checks the current state in its own WHERE,
 * and inserts its job_event in the same statement. All times are the database's. A caller that moves a record too does so
 * in the same transaction.
 */
@ApplicationScoped
class JobTable implements JobMoves {

    /** The statement of each move, by the name of the move's method. */
    static final Map<String, String> STATEMENTS = new HashMap<>();

    /** Only a running job has a token, which is new in each run. An expired lease holds until the job is rescued. */
    private static final String FENCE = " WHERE id = :id AND lease_token = CAST(:token AS uuid)";

    /** A lease that ends later than any process would set it was taken before the database's clock was set back. */
    static final String EXPIRED = "leased_until < now() OR leased_until > now() + :longest * interval '1 millisecond'";

    private static final String NO_LEASE = " worker = NULL, lease_token = NULL, leased_until = NULL";

    private static final String INSERT = move(
            "insert",
            "'QUEUED'",
            """
            INSERT INTO job (id, kind, lane, max_attempts, max_crashes, key, payload, owner, subject)
            SELECT CAST(id AS uuid), :kind, :lane, CAST(:maxAttempts AS int), :maxCrashes, key, payload, owner, subject
              FROM unnest(CAST(:ids AS text[]), CAST(:keys AS text[]), CAST(:payloads AS text[]),
                          CAST(:owners AS text[]), CAST(:subjects AS text[]))
                   WITH ORDINALITY AS submitted (id, key, payload, owner, subject, place)
             ORDER BY place
            ON CONFLICT (kind, key) DO NOTHING RETURNING *""");

    private static final String PICK = move(
            "pick",
            "'CLAIMED'",
            due("claimed_at IS NULL OR NOT :onlyNew")
                    + """
            UPDATE job
               SET state = 'RUNNING', attempt = attempt + 1, claimed_at = now(), started_at = coalesce(started_at, now()),
                   worker = :process, lease_token = (CAST(:tokens AS uuid[]))[place],
                   leased_until = now() + :lease * interval '1 millisecond', handed_over_until = NULL, hand_overs = 0
              FROM due WHERE job.id = due.id AND place <= cardinality(CAST(:tokens AS uuid[])) RETURNING job.*""");

    private static final String CLAIMED_WITH = "SELECT * FROM job WHERE state = 'RUNNING' AND worker = :process"
            + " AND lease_token = ANY (CAST(:tokens AS uuid[]))";

    private static final String GIVE_BACK = move(
            "giveBack",
            "'RELEASED'",
            """
            UPDATE job
               SET state = 'QUEUED', attempt = attempt - 1,
                   claimed_at = CASE WHEN attempt > 1 OR round > 1 OR releases > 0 THEN claimed_at END,
                   started_at = CASE WHEN attempt > 1 OR round > 1 OR releases > 0 THEN started_at END,"""
                    + NO_LEASE + FENCE + " RETURNING *");

    /** A row that another transaction has locked is not extended, and is not missing either. */
    private static final String EXTEND = named(
            "extend",
            """
            WITH mine AS MATERIALIZED (
                   SELECT id, token FROM unnest(CAST(:ids AS uuid[]), CAST(:tokens AS uuid[])) AS mine (id, token)),
                 free AS MATERIALIZED (
                   SELECT job.id FROM job JOIN mine ON job.id = mine.id AND lease_token = token
                      FOR UPDATE OF job SKIP LOCKED),
                 moved AS (
                   UPDATE job SET leased_until = now() + :lease * interval '1 millisecond'
                     FROM free WHERE job.id = free.id RETURNING job.*),
                 step AS (
                   INSERT INTO job_event (job_id, round, attempt, step, move, process)
                   SELECT id, round, attempt, 'HEARTBEAT', 'extend', :process FROM moved)
            SELECT token, token IN (SELECT lease_token FROM moved) AS extended,%s
              FROM job JOIN mine ON job.id = mine.id AND lease_token = token"""
                    .formatted(ProcessRun.UNSAFE));

    /** It extends the lease, too, because a heartbeat does not wait for a row that is locked, and may find it locked again. */
    private static final String PROGRESS = move(
            "progress",
            "'PROGRESS'",
            "UPDATE job SET leased_until = now() + :lease * interval '1 millisecond', crashes = 0,"
                    + " releases = CASE WHEN :checkpoint THEN 0 ELSE releases END" + FENCE + " RETURNING *");

    /** Several runs that end together share one wait for the disk. */
    private static final String COMPLETE = move(
            "complete",
            "'COMPLETE'",
            """
            WITH mine AS MATERIALIZED (
                   SELECT id FROM job
                    WHERE id = ANY (CAST(:ids AS uuid[])) AND lease_token = ANY (CAST(:tokens AS uuid[]))
                    ORDER BY id FOR UPDATE)
            UPDATE job SET state = 'COMPLETE', finished_at = now(), crashes = 0,"""
                    + NO_LEASE + " FROM mine WHERE job.id = mine.id RETURNING job.*");

    private static final String RESCHEDULE = move(
            "reschedule",
            "'FAILED'",
            "UPDATE job SET state = 'QUEUED', run_at = now() + :delay * interval '1 millisecond', crashes = 0,"
                    + " last_error = :error," + NO_LEASE + FENCE + " RETURNING *");

    private static final String MARK_DEAD = move(
            "markDead",
            "'DEAD'",
            "UPDATE job SET state = 'DEAD', finished_at = now(), crashes = 0, last_error = :detail,"
                    + " retryable = :retryable," + NO_LEASE + FENCE + " RETURNING *");

    private static final String RELEASE = move(
            "release",
            "'RELEASED'",
            "UPDATE job SET state = 'QUEUED', run_at = now(), attempt = attempt - 1, releases = releases + 1,"
                    + NO_LEASE + FENCE + " RETURNING *");

    /** A job without a limit of attempts is never given up: from its last allowed crash on, it is tried once an hour. */
    private static final String RESCUE = move(
            "rescue",
            "CASE state WHEN 'DEAD' THEN 'DEAD' ELSE 'RESCUED' END",
            """
            WITH lost AS (
                   SELECT id, crashes + 1 >= max_crashes AS broken,
                          coalesce(attempt >= max_attempts OR max_attempts IS NOT NULL AND crashes + 1 >= max_crashes,
                                   false) AS hopeless
                     FROM job
                    WHERE id = :id AND lease_token = CAST(:token AS uuid) AND ("""
                    + EXPIRED
                    + """
            )
                      FOR UPDATE)
            UPDATE job
               SET state = CASE WHEN hopeless THEN 'DEAD' ELSE 'QUEUED' END,
                   finished_at = CASE WHEN hopeless THEN now() END, retryable = hopeless,
                   run_at = now() + CASE WHEN broken THEN interval '1 h' ELSE :delay * interval '1 millisecond' END,
                   last_error = :detail, crashes = crashes + 1,
                  """
                    + NO_LEASE + " FROM lost WHERE job.id = lost.id RETURNING job.*");

    private static final String POSTPONE_RESCUE = "UPDATE job SET leased_until = now() + interval '10 s'" + FENCE;

    /** A CASE, because PostgreSQL would walk the index on states. */
    private static final String RETRY = move(
            "retry",
            "'RETRIED'",
            """
            UPDATE job
               SET state = 'QUEUED', round = round + 1, attempt = 0, crashes = 0, releases = 0, run_at = now(),
                   finished_at = NULL, retryable = false
             WHERE id = :id AND CASE state WHEN 'DEAD' THEN retryable END AND kind = ANY (CAST(:kinds AS text[])) RETURNING *""");

    /** A job without a limit of attempts is cancelled only before its first claim. */
    private static final String CANCEL = move(
            "cancel",
            "'CANCELLED'",
            "UPDATE job SET state = 'CANCELLED', finished_at = now(), handed_over_until = NULL," + NO_LEASE
                    + " WHERE id = :id AND state IN ('QUEUED', 'RUNNING')"
                    + " AND kind = ANY (CAST(:kinds AS text[])) AND (max_attempts IS NOT NULL OR claimed_at IS NULL)"
                    + " RETURNING *");

    private static final String WITHDRAW = move(
            "withdraw",
            "'CANCELLED'",
            "UPDATE job SET state = 'CANCELLED', finished_at = now(), handed_over_until = NULL," + NO_LEASE
                    + " WHERE kind = :kind AND key = :key AND state IN ('QUEUED', 'RUNNING') RETURNING *");

    private final Statements database;
    private final Statements heartbeat;
    private final ObjectMapper json;
    private final HandlerRegistry handlers;
    private final ProcessRun process;
    private final JobSettings settings;
    private final JobSettings.Lanes lanes;

    JobTable(
            Statements database,
            @DataSource("heartbeat") AgroalDataSource heartbeat,
            ObjectMapper json,
            HandlerRegistry handlers,
            ProcessRun process,
            JobSettings settings,
            JobSettings.Lanes lanes) {
        this.database = database;
        this.heartbeat = new Statements(heartbeat);
        this.json = json;
        this.handlers = handlers;
        this.process = process;
        this.settings = settings;
        this.lanes = lanes;
    }

    /**
     * The limit is a literal: a generic plan would expect a tenth of what is due, and scan the table. A job that was created
     * in the future is due: the database's clock was set back. At most a thousand waiting jobs are read to find such jobs.
     */
    static String due(String condition) {
        String fit = "kind = ANY (CAST(:kinds AS text[])) AND state = 'QUEUED' AND (" + condition
                + ") AND NOT EXISTS (SELECT FROM paused_lane WHERE paused_lane.lane = :lane)";
        return """
            WITH free AS MATERIALIZED (
                   SELECT id, run_at, seq FROM job WHERE lane = :lane AND run_at <= now() AND %1$s
                    ORDER BY run_at, seq LIMIT %%d FOR UPDATE SKIP LOCKED),
                 ahead AS MATERIALIZED (
                   SELECT id, run_at, seq FROM job
                    WHERE id IN (SELECT id FROM (SELECT id, created_at FROM job
                                                  WHERE lane = :lane AND state = 'QUEUED' AND run_at > now()
                                                  ORDER BY run_at, seq LIMIT 1000) AS waiting
                                  WHERE created_at > now()) AND %1$s
                    ORDER BY run_at, seq LIMIT 100 FOR UPDATE SKIP LOCKED),
                 due AS (SELECT id, row_number() OVER (ORDER BY run_at, seq) AS place
                           FROM (SELECT * FROM free UNION ALL SELECT * FROM ahead) AS found)
            """
                .formatted(fit);
    }

    /** One statement that moves rows, inserts the step of each, and returns them. Some steps belong to the next attempt. */
    static String move(String name, String step, String statement) {
        String attempt = step.matches("'(RELEASED|HANDED_OVER|TAKEN_BACK)'") ? "attempt + 1" : "attempt";
        return named(
                name,
                """
            WITH moved AS (%s),
                 step AS (
                   INSERT INTO job_event (job_id, round, attempt, step, move, detail, process)
                   SELECT id, round, %s, %s, '%s', CAST(:detail AS text), :process FROM moved)
            SELECT * FROM moved ORDER BY run_at, seq"""
                        .formatted(statement, attempt, step, name));
    }

    private static String named(String move, String statement) {
        STATEMENTS.put(move, statement.replace("%d", ":limit"));
        return statement;
    }

    @Override
    public <P extends JobPayload> List<Job> insert(JobKind<P> kind, List<P> payloads) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("kind", kind.name());
        parameters.put("lane", kind.lane().name());
        parameters.put("maxAttempts", kind.unlimitedAttempts() ? null : lanes.maxAttempts(kind.lane(), settings));
        parameters.put("maxCrashes", settings.maxAttempts());
        parameters.put("ids", each(payloads, payload -> UUID.randomUUID()));
        parameters.put("keys", each(payloads, JobPayload::key));
        parameters.put("payloads", each(payloads, json::valueToTree));
        parameters.put("owners", each(payloads, JobPayload::owner));
        parameters.put("subjects", each(payloads, JobPayload::subject));
        return move(INSERT, parameters);
    }

    /** Claims due jobs of a lane, one for each token at most, the oldest first; with {@code onlyNew}, jobs never claimed before. */
    @Override
    @Transactional
    public List<Job> pick(Lane lane, Collection<UUID> tokens, boolean onlyNew) {
        return move(
                PICK.formatted(tokens.size()),
                Map.of("lane", lane.name(), "kinds", handlers.kinds(), "tokens", tokens, "onlyNew", onlyNew));
    }

    /** The jobs that this process has claimed with these tokens, after a commit without an answer. */
    @Transactional
    List<Job> claimedWith(Collection<UUID> tokens) {
        return database.query(CLAIMED_WITH, Map.of("process", process.name(), "tokens", tokens), Job::of);
    }

    /** Returns a job that nobody has begun to the queue, as if it had not been claimed. */
    @Transactional
    Optional<Job> giveBack(JobContext run) {
        return fenced(GIVE_BACK, run, Map.of("detail", "not begun; given back as it was"));
    }

    /** Returns nothing for a payload that this version cannot read. */
    <P extends JobPayload> Optional<P> payload(Job job, JobKind<P> kind) {
        try {
            return Optional.ofNullable(json.readValue(job.payload, kind.payload()));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    @Override
    public Map<UUID, Boolean> extend(Collection<JobContext> runs) {
        Map<UUID, Boolean> found = new HashMap<>();
        Map<String, Object> parameters = of(runs);
        parameters.put("lease", settings.lease().toMillis());
        parameters.put("process", process.name());
        heartbeat.query(EXTEND, parameters, row -> found.put(row.getObject(1, UUID.class), row.getBoolean(2)));
        return found;
    }

    Optional<Job> progress(JobContext run, String detail, boolean checkpoint) {
        return fenced(PROGRESS, run, Map.of("detail", detail, "checkpoint", checkpoint));
    }

    @Override
    public List<Job> complete(List<JobContext> runs) {
        return move(COMPLETE, of(runs));
    }

    Optional<Job> reschedule(JobContext run, Failure failure, Duration delay) {
        return fenced(
                RESCHEDULE,
                run,
                Map.of("detail", failure.nextTry(delay), "error", failure.reason(), "delay", delay.toMillis()));
    }

    Optional<Job> markDead(JobContext run, Failure failure) {
        return fenced(MARK_DEAD, run, Map.of("detail", failure.reason(), "retryable", !failure.permanent()));
    }

    /** Gives the attempt back. */
    Optional<Job> release(JobContext run) {
        return fenced(RELEASE, run, Map.of("detail", "the process is ending; attempt given back"));
    }

    Optional<Job> rescue(Job seen, Failure failure, Duration delay) {
        Map<String, Object> parameters = new HashMap<>(
                Map.of("id", seen.id, "token", seen.leaseToken, "detail", failure.reason(), "delay", delay.toMillis()));
        parameters.put("longest", settings.longestLease().toMillis());
        return moveOne(RESCUE, parameters);
    }

    /** Puts a job behind the other expired ones, so that failing rescues never hide them. */
    @Transactional
    void postponeRescue(Job seen) {
        database.update(POSTPONE_RESCUE, Map.of("id", seen.id, "token", seen.leaseToken));
    }

    Optional<Job> retry(UUID id, String by) {
        return moveOne(RETRY, Map.of("id", id, "kinds", handlers.kinds(), "detail", "requested by " + by));
    }

    Optional<Job> cancel(UUID id, String by) {
        return moveOne(CANCEL, Map.of("id", id, "kinds", handlers.kinds(), "detail", "requested by " + by));
    }

    Optional<Job> withdraw(JobKind<?> kind, String key) {
        return moveOne(WITHDRAW, Map.of("kind", kind.name(), "key", key));
    }

    private Optional<Job> fenced(String statement, JobContext run, Map<String, ?> parameters) {
        Map<String, Object> all = new HashMap<>(parameters);
        all.put("id", run.job().id);
        all.put("token", run.leaseToken());
        return moveOne(statement, all);
    }

    private Optional<Job> moveOne(String statement, Map<String, ?> parameters) {
        return move(statement, parameters).stream().findFirst();
    }

    private List<Job> move(String statement, Map<String, ?> parameters) {
        Map<String, Object> all = new HashMap<>(parameters);
        all.put("process", process.name());
        all.put("lease", settings.lease().toMillis());
        return database.query(statement, all, Job::of);
    }

    private static Map<String, Object> of(Collection<JobContext> runs) {
        return new HashMap<>(
                Map.of("ids", each(runs, run -> run.job().id), "tokens", each(runs, JobContext::leaseToken)));
    }

    private static <T> List<Object> each(Collection<T> many, Function<T, Object> value) {
        return many.stream().map(value).toList();
    }
}
