package dev.darkroom.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Reads jobs with what a status says about them, in one statement for any number of jobs. */
@ApplicationScoped
public class JobReader {

    /** The places of all due jobs up to the last one that is asked for, because each of them would count the same rows. */
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
                    + ProcessRun.ALIVE + ") AS has_worker, (" + JobEvent.RUNS.formatted("asked.id") + ") AS runs\n"
                    + "  FROM asked LEFT JOIN due ON due.id = asked.id";

    private final Statements database;
    private final JobSettings settings;

    JobReader(Statements database, JobSettings settings) {
        this.database = database;
        this.settings = settings;
    }

    /**
     * A job at one moment.
     *
     * @param place 1 + the due jobs ahead in the lane, at most 1000; null if the job is not due
     * @param silent whether the holder of the lease has missed two heartbeats
     * @param paused whether the lane is paused
     * @param hasWorker whether any process is ready to run jobs
     * @param runs see {@link JobEvent#runs}
     */
    public record Seen(Job job, Integer place, boolean silent, boolean paused, boolean hasWorker, String runs) {}

    public List<Seen> find(Collection<String> kinds, Collection<String> keys) {
        long left = settings.lease().minus(settings.heartbeat().multipliedBy(2)).toMillis();
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
