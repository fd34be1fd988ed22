package dev.darkroom.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads the load of each lane, as the board draws it. */
@ApplicationScoped
public class LaneReader {

    private static final int MOST_COUNTED = 1000;

    /** The finished jobs of each 20 seconds, of which the first thousand are read. */
    static final String LOAD =
            """
            WITH finished AS MATERIALIZED (
                   SELECT slot, lane, count(*) AS jobs
                     FROM generate_series(1, 15) AS slot CROSS JOIN LATERAL (
                          SELECT lane FROM job
                           WHERE finished_at >= now() - (16 - slot) * interval '20 s'
                             AND finished_at < now() - (15 - slot) * interval '20 s'
                           ORDER BY finished_at LIMIT %d) AS latest
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
             ORDER BY wanted.place"""
                    .formatted(MOST_COUNTED);

    private final Statements database;
    private final JobSettings.Lanes settings;
    private final long left;

    LaneReader(Statements database, JobSettings settings, JobSettings.Lanes lanes) {
        this.database = database;
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

    private static <T> List<T> list(Array array, Class<T[]> type) throws SQLException {
        return Stream.of(type.cast(array.getArray())).toList();
    }
}
