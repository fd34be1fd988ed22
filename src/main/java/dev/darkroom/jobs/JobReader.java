package dev.darkroom.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Reads many jobs in one statement, with what a status says about them. */
@ApplicationScoped
public class JobReader {

    /** The place of a due job with at least 999 jobs ahead of it. */
    public static final int LAST_PLACE = 1000;

    /** A heartbeat of a living run is not its last sign of life, because another may follow. */
    private static final String LIVING = "asked.state = 'RUNNING' AND (round, attempt) = (asked.round, asked.attempt)";

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
                   handed_over_until > now() AS marked,
                   CASE WHEN state = 'QUEUED' THEN
                     (SELECT count(*) FROM job AS taken WHERE taken.state = 'RUNNING' AND taken.lane = asked.lane)
                   END AS taken,
                   (SELECT count(*) FROM process_run WHERE role <> 'WEB' AND ready AND\
            """
                    + ProcessRun.ALIVE + ") AS workers, ("
                    + JobEvent.RUNS.formatted("asked.id", LIVING) + ") AS runs\n"
                    + "  FROM asked LEFT JOIN due ON due.id = asked.id";

    private final Statements database;
    private final ProcessRun process;
    private final JobSettings.Lanes lanes;
    private final long left;

    JobReader(Statements database, ProcessRun process, JobSettings settings, JobSettings.Lanes lanes) {
        this.database = database;
        this.process = process;
        this.lanes = lanes;
        this.left = settings.silentLease().toMillis();
    }

    /**
     * A job at one moment, with its {@link JobEvent#runs}. Its place is 1 + the due jobs ahead in its lane, at most 1000, or
     * null if it is not due. It is silent if the holder of its lease has missed two heartbeats. {@code workers} counts the
     * processes that are ready to run jobs. The lane is full if each of them runs as many jobs of it as this process may. An
     * expired mark is none.
     */
    public record Seen(
            Job job,
            Integer place,
            boolean silent,
            boolean paused,
            int workers,
            boolean laneFull,
            boolean brokerAway,
            String runs) {}

    public List<Seen> find(Collection<String> kinds, Collection<String> keys) {
        return database.query(FIND, Map.of("kinds", kinds, "keys", keys, "left", left), this::seen);
    }

    private Seen seen(ResultSet row) throws SQLException {
        Job job = Job.of(row);
        job.handedOverUntil = row.getBoolean("marked") ? job.handedOverUntil : null;
        int workers = row.getInt("workers");
        return new Seen(
                job,
                row.getObject("place", Integer.class),
                row.getBoolean("silent"),
                row.getBoolean("paused"),
                workers,
                job.lane != null && row.getInt("taken") >= workers * lanes.concurrency(job.lane),
                process.brokerProblem().isPresent(),
                row.getString("runs"));
    }
}
