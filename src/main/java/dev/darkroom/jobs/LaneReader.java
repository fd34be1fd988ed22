package dev.darkroom.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads the lanes as the board draws them: the load of each, and the running and next jobs of one. */
@ApplicationScoped
public class LaneReader {

    /** The finished jobs of each 20 seconds, of which the first thousand are read. */
    static final String LOAD =
            """
            WITH finished AS MATERIALIZED (
                   SELECT slot, lane, count(*) AS jobs
                     FROM generate_series(1, 15) AS slot CROSS JOIN LATERAL (
                          SELECT lane FROM job
                           WHERE finished_at >= now() - (16 - slot) * interval '20 s'
                             AND finished_at < now() - (15 - slot) * interval '20 s'
                           ORDER BY finished_at LIMIT 1000) AS latest
                    GROUP BY slot, lane)
            SELECT wanted.lane, paused_by,
                   (SELECT count(*) FROM job WHERE job.lane = wanted.lane AND state = 'QUEUED') AS queued,
                   (SELECT CAST(extract(epoch FROM now() - run_at) * 1000 AS bigint) FROM job
                     WHERE job.lane = wanted.lane AND state = 'QUEUED' AND run_at <= now()
                     ORDER BY run_at, seq LIMIT 1) AS oldest,
                   ARRAY(SELECT leased_until < now() + :left * interval '1 millisecond' FROM job
                          WHERE job.lane = wanted.lane AND state = 'RUNNING' ORDER BY claimed_at, seq) AS silent,
                   ARRAY(SELECT coalesce(jobs, 0)
                           FROM generate_series(1, 15) AS slot
                           LEFT JOIN finished ON finished.slot = slot.slot AND finished.lane = wanted.lane
                          ORDER BY slot.slot) AS curve
              FROM unnest(CAST(:lanes AS text[])) WITH ORDINALITY AS wanted (lane, place)
              LEFT JOIN paused_lane ON paused_lane.lane = wanted.lane
             ORDER BY wanted.place""";

    static final String RUNNING =
            "SELECT * FROM job WHERE state = 'RUNNING' AND lane = :lane ORDER BY claimed_at, seq LIMIT 50";

    static final String DUE =
            "SELECT * FROM job WHERE state = 'QUEUED' AND lane = :lane AND run_at <= now() ORDER BY run_at, seq LIMIT 4";

    /** Reads only the latest 1000 jobs of all lanes, because the index is in that order. */
    static final String NUMBERS =
            """
            SELECT (SELECT count(*) FROM (SELECT FROM job WHERE state = 'QUEUED' AND lane = :lane AND run_at <= now()
                                           ORDER BY run_at, seq LIMIT 1000) AS due) AS queued,
                   count(*) AS finished,
                   percentile_disc(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM finished_at - claimed_at) * 1000) AS ms
              FROM (SELECT finished_at, claimed_at
                      FROM (SELECT * FROM job WHERE finished_at IS NOT NULL ORDER BY finished_at DESC LIMIT 1000) AS latest
                     WHERE state = 'COMPLETE' AND lane = :lane ORDER BY finished_at DESC LIMIT 50) AS complete""";

    private final Statements database;
    private final ProcessRun process;
    private final JobSettings.Lanes settings;
    private final long left;

    LaneReader(Statements database, ProcessRun process, JobSettings settings, JobSettings.Lanes lanes) {
        this.database = database;
        this.process = process;
        this.settings = lanes;
        this.left = settings.silentLease().toMillis();
    }

    /**
     * A lane at one moment.
     *
     * @param places the jobs that one process runs at a time
     * @param queued the jobs that wait, due or not
     * @param oldestMs how long the oldest due job has waited; null if none is due
     * @param silent for each running job, whether its worker has missed two heartbeats
     * @param curve the jobs that finished in each 20 of the last 300 seconds; large numbers are only relative to each other
     * @param pausedBy null if the lane is not paused
     */
    public record Load(
            Lane lane,
            int places,
            long queued,
            Long oldestMs,
            List<Boolean> silent,
            List<Long> curve,
            String pausedBy) {}

    public List<Load> read() {
        return database.query(LOAD, Map.of("lanes", List.of(Lane.values()), "left", left), this::load);
    }

    private Load load(ResultSet row) throws SQLException {
        Lane lane = Lane.valueOf(row.getString("lane"));
        return new Load(
                lane,
                settings.concurrency(lane),
                row.getLong("queued"),
                row.getObject("oldest", Long.class),
                list(row.getArray("silent"), Boolean[].class),
                list(row.getArray("curve"), Long[].class),
                row.getString("paused_by"));
    }

    /**
     * A lane with its running jobs and the next four due ones; {@code queued} counts the due jobs up to 1000. It has
     * {@code slots} places for running jobs if each process has the same setting as this one. The median is that of the
     * {@code finished} latest jobs.
     */
    public record Snapshot(
            Lane lane, int slots, List<Job> running, List<Job> next, int queued, int finished, long medianMs) {}

    public Snapshot queue(Lane lane) {
        Map<String, Object> of = Map.of("lane", lane.name());
        long workers =
                process.workers().stream().filter(ProcessRun.Living::ready).count();
        int slots = (int) workers * settings.concurrency(lane);
        List<Job> running = database.query(RUNNING, of, Job::of);
        List<Job> next = database.query(DUE, of, Job::of);
        return database.query(
                        NUMBERS,
                        of,
                        row -> new Snapshot(
                                lane,
                                slots,
                                running,
                                next,
                                row.getInt("queued"),
                                row.getInt("finished"),
                                row.getLong("ms")))
                .get(0);
    }

    private static <T> List<T> list(Array array, Class<T[]> type) throws SQLException {
        return Stream.of(type.cast(array.getArray())).toList();
    }
}
