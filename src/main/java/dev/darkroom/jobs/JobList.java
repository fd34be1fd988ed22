package dev.darkroom.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The latest jobs and their number in each state, for the board. Finished jobs do not make it slower. */
@ApplicationScoped
public class JobList {

    public static final int MOST_LISTED = 200;

    /** Finished jobs are counted up to this number, in each state and lane. */
    public static final int MOST_COUNTED = 1000;

    private static final String LATEST = latest("");
    private static final String LATEST_OF_OWNER = latest(" AND owner = :owner");
    private static final String COUNT = count("");
    private static final String COUNT_OF_OWNER = count(" AND owner = :owner");

    private final Statements database;

    JobList(Statements database) {
        this.database = database;
    }

    /** Reads each state and lane in the order of the index. PostgreSQL would sort all jobs of several states. */
    private static String latest(String condition) {
        return """
            SELECT job.*
              FROM unnest(CAST(:states AS text[])) AS wanted (state)
             CROSS JOIN unnest(CAST(:lanes AS text[])) AS chosen (lane)
             CROSS JOIN LATERAL (
                   SELECT * FROM job WHERE job.state = wanted.state AND job.lane = chosen.lane%s
                    ORDER BY created_at DESC LIMIT %d) AS job
             ORDER BY created_at DESC, id LIMIT %d"""
                .formatted(condition, MOST_LISTED, MOST_LISTED);
    }

    /** The order makes PostgreSQL read the index, whatever it expects to find. */
    private static String count(String condition) {
        return """
            SELECT wanted.state, CAST(sum(jobs) AS bigint)
              FROM unnest(CAST(:states AS text[])) AS wanted (state)
             CROSS JOIN unnest(CAST(:lanes AS text[])) AS chosen (lane)
             CROSS JOIN LATERAL (
                   SELECT count(*) AS jobs FROM (
                     SELECT FROM job WHERE job.state = wanted.state AND job.lane = chosen.lane%s
                      ORDER BY created_at DESC
                      LIMIT CASE WHEN wanted.state IN ('QUEUED', 'RUNNING') THEN NULL ELSE %d END) AS found) AS counted
             GROUP BY wanted.state"""
                .formatted(condition, MOST_COUNTED + 1);
    }

    /** The latest jobs of that owner, at most {@link #MOST_LISTED}; a null owner may see all. */
    public List<Job> latest(String owner, Collection<Job.State> states, Collection<Lane> lanes) {
        return database.query(owner == null ? LATEST : LATEST_OF_OWNER, parameters(owner, states, lanes), Job::of);
    }

    /** The number of jobs in each state. A number of finished jobs above {@link #MOST_COUNTED} means more than that. */
    public Map<Job.State, Long> count(String owner, Collection<Lane> lanes) {
        Map<Job.State, Long> counts = new HashMap<>();
        database.query(
                owner == null ? COUNT : COUNT_OF_OWNER,
                parameters(owner, List.of(Job.State.values()), lanes),
                row -> counts.put(Job.State.valueOf(row.getString(1)), row.getLong(2)));
        return counts;
    }

    private static Map<String, Object> parameters(String owner, Collection<Job.State> states, Collection<Lane> lanes) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("owner", owner);
        parameters.put("states", states);
        parameters.put("lanes", lanes);
        return parameters;
    }
}
