package dev.darkroom.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Reads many jobs in one statement, with what a status says about them. */
@ApplicationScoped
public class JobReader {

    /** The places of all due jobs up to the last one that is asked for, because each of them would count the same rows. */
    /** A heartbeat of a living run is not its last sign of life, because another may follow. */
    private static final String LIVING = "asked.state = 'RUNNING' AND (round, attempt) = (asked.round, asked.attempt)";

    static final String FIND =
            """
            WITH asked AS MATERIALIZED (
                   SELECT * FROM job WHERE kind = ANY (CAST(:kinds AS text[])) AND key = ANY (CAST(:keys AS text[]))),
                 furthest AS (
                   SELECT DISTINCT ON (lane) lane, run_at, seq FROM asked WHERE state = 'QUEUED' AND run_at <= now()
                    ORDER BY lane, run_at DESC, seq DESC),
                 due AS (
                   SELECT ahead.id, ahead.place
                     FROM furthest CROSS JOIN LATERAL (
                            SELECT id, row_number() OVER (ORDER BY run_at, seq) AS place FROM job
                             WHERE lane = furthest.lane AND state = 'QUEUED'
                               AND (run_at, seq) <= (furthest.run_at, furthest.seq)
                             ORDER BY run_at, seq LIMIT 1000) AS ahead)
            SELECT asked.*,
                   CAST(CASE WHEN state = 'QUEUED' AND run_at <= now() THEN coalesce(due.place, 1000) END AS int) AS place,
                   state = 'RUNNING' AND leased_until < now() + :left * interval '1 millisecond' AS silent,
                   lane IN (SELECT lane FROM paused_lane) AS paused,
                   EXISTS (SELECT FROM process_run WHERE role <> 'WEB' AND ready AND\
            """
                    + ProcessRun.ALIVE + ") AS has_worker, ("
                    + JobEvent.RUNS.formatted("asked.id", LIVING) + ") AS runs\n"
                    + "  FROM asked LEFT JOIN due ON due.id = asked.id";

    private final Statements database;
    private final long left;

    JobReader(Statements database, JobSettings settings) {
        this.database = database;
        this.left = settings.silentLease().toMillis();
    }

    /**
     * A job at one moment, with its {@link JobEvent#runs}. Its place is 1 + the due jobs ahead in its lane, at most 1000, or
     * null if it is not due. It is silent if the holder of its lease has missed two heartbeats, and has a worker if any
     * process is ready to run jobs.
     */
    public record Seen(Job job, Integer place, boolean silent, boolean paused, boolean hasWorker, String runs) {}

    public List<Seen> find(Collection<String> kinds, Collection<String> keys) {
        return database.query(
                FIND,
                Map.of("kinds", kinds, "keys", keys, "left", left),
                row -> new Seen(
                        Job.of(row),
                        row.getObject("place", Integer.class),
                        row.getBoolean("silent"),
                        row.getBoolean("paused"),
                        row.getBoolean("has_worker"),
                        row.getString("runs")));
    }
}
