package dev.darkroom.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** Reads a lane at one moment: its running jobs, the head of its queue, and how long its jobs run. */
@ApplicationScoped
public class LaneQueue {

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
    private final JobSettings.Lanes lanes;

    LaneQueue(Statements database, ProcessRun process, JobSettings.Lanes lanes) {
        this.database = database;
        this.process = process;
        this.lanes = lanes;
    }

    /**
     * A lane with its running jobs and the next four due ones; {@code queued} counts the due jobs up to 1000. It has
     * {@code slots} places for running jobs if each process has the same setting as this one. The median is that of the
     * {@code finished} latest jobs.
     */
    public record Snapshot(
            Lane lane, int slots, List<Job> running, List<Job> next, int queued, int finished, long medianMs) {}

    public Snapshot read(Lane lane) {
        Map<String, Object> of = Map.of("lane", lane.name());
        long workers =
                process.workers().stream().filter(ProcessRun.Living::ready).count();
        int slots = (int) workers * lanes.concurrency(lane);
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
}
