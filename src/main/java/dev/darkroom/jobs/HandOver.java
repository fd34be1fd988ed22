package dev.darkroom.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The statements of a hand-over to a broker: mark, clear, and claim by id. A mark only keeps other relays from publishing the
 * same row again. It holds for a lease, doubled at each further hand-over of the same attempt up to five minutes.
 */
@ApplicationScoped
class HandOver {

    static final Map<String, String> STATEMENTS = JobTable.STATEMENTS;

    /** How many jobs may be handed over: one for each free worker of the living processes; more while their runs are short. */
    private static final String FREE =
            """
            WITH living AS MATERIALIZED (
                   SELECT name, lanes -> :lane AS lane FROM process_run WHERE transport = :transport AND%s),
                 taken AS MATERIALIZED (
                   SELECT (SELECT sum(CAST(lane ->> 'workers' AS int)) FROM living) AS workers,
                          (SELECT count(*) FROM job WHERE state = 'RUNNING' AND job.lane = :lane
                              AND worker IN (SELECT name FROM living)) AS running,
                          (SELECT count(*) FROM job WHERE job.lane = :lane AND handed_over_until > now()
                              AND handed_over_by IN (SELECT name FROM living)) AS marked,
                          (SELECT bool_and(CAST(lane ->> 'short' AS boolean)) FROM living) AS short)
            SELECT greatest(0, CASE WHEN short AND marked <= :outstanding / 2 THEN :outstanding - marked
                                    ELSE workers - running - marked END) FROM taken"""
                    .formatted(ProcessRun.ALIVE);

    private static final String MARK = JobTable.move(
            "mark",
            "'HANDED_OVER'",
            JobTable.due("handed_over_until IS NULL OR handed_over_until <= now()")
                    + """
            UPDATE job
               SET handed_over_at = now(), handed_over_by = :process, hand_overs = hand_overs + 1,
                   handed_over_until = now() + least(:lease * 2 ^ least(hand_overs, 20), 300000) * interval '1 millisecond'
              FROM due WHERE job.id = due.id RETURNING job.*""");

    /** A CASE, because PostgreSQL would walk the index on marks. */
    private static final String CLEAR = JobTable.move(
            "clear",
            "'TAKEN_BACK'",
            """
            UPDATE job SET handed_over_until = NULL, hand_overs = greatest(hand_overs - 1, 0)
             WHERE id = ANY (CAST(:ids AS uuid[])) AND CASE state WHEN 'QUEUED' THEN handed_over_until IS NOT NULL END
               AND (CAST(:at AS timestamptz) IS NULL OR handed_over_at = :at AND handed_over_by = :process) RETURNING *""");

    /** Several claims share one wait for the disk. A CASE, because PostgreSQL would read all jobs that wait. */
    private static final String CLAIM = JobTable.move(
            "claim",
            "'CLAIMED'",
            """
            WITH due AS MATERIALIZED (
                   SELECT id FROM job
                    WHERE id = ANY (CAST(:ids AS uuid[]))
                      AND CASE WHEN state = 'QUEUED' THEN (run_at <= now() OR created_at > now())
                            AND kind = ANY (CAST(:kinds AS text[])) AND lane NOT IN (SELECT lane FROM paused_lane) END
                    ORDER BY id FOR UPDATE)
            UPDATE job
               SET state = 'RUNNING', attempt = attempt + 1, claimed_at = now(), started_at = coalesce(started_at, now()),
                   worker = :process, leased_until = now() + :lease * interval '1 millisecond',
                   lease_token = (CAST(:tokens AS uuid[]))[array_position(CAST(:ids AS uuid[]), job.id)],
                   handed_over_until = NULL, hand_overs = 0
              FROM due WHERE job.id = due.id RETURNING job.*""");

    private final Statements database;
    private final HandlerRegistry handlers;
    private final ProcessRun process;
    private final JobSettings.Relay relay;

    HandOver(Statements database, HandlerRegistry handlers, ProcessRun process, JobSettings.Relay relay) {
        this.database = database;
        this.handlers = handlers;
        this.process = process;
        this.relay = relay;
    }

    /** Marks due jobs of a lane, the oldest first. Each limit is another statement to PostgreSQL, so it is a power of 2. */
    @Transactional
    List<Job> mark(Lane lane) {
        Map<String, Object> parameters = of(List.of());
        parameters.put("lane", lane.name());
        parameters.put("transport", process.transport());
        parameters.put("outstanding", relay.outstanding());
        int limit = Integer.highestOneBit(
                database.query(FREE, parameters, row -> row.getInt(1)).get(0));
        return limit > 0 ? database.query(MARK.formatted(limit), parameters, Job::of) : List.of();
    }

    /** Clears marks, so that the jobs are handed over again; with a time, only marks that this process made then. */
    @Transactional
    List<Job> clear(Collection<UUID> ids, Instant at, String why) {
        Map<String, Object> parameters = of(ids);
        parameters.put("at", at == null ? null : Timestamp.from(at));
        parameters.put("detail", why);
        return database.query(CLEAR, parameters, Job::of);
    }

    /** Claims those jobs that are due and of a known kind, in a lane that is not paused. Each has the token at its place. */
    @Transactional
    List<Job> claim(List<UUID> ids, List<UUID> tokens) {
        Map<String, Object> parameters = of(ids);
        parameters.put("tokens", tokens);
        return database.query(CLAIM, parameters, Job::of);
    }

    private Map<String, Object> of(Collection<UUID> ids) {
        return new HashMap<>(Map.of(
                "ids", ids, "kinds", handlers.kinds(), "lease", process.lease().toMillis(), "process", process.name()));
    }
}
