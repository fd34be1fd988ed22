package dev.darkroom.jobs;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.persistence.Convert;
import jakarta.persistence.Converter;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** One step on the timeline of a job. Only {@link JobTable}, {@link HandOver} and {@link JobNotes} write it. */
@Entity
@Immutable
public class JobEvent extends PanacheEntityBase {

    /**
     * The last ten runs of the job {@code %s} as JSON, without heartbeats where {@code %s} is true. Steps belong to the last
     * claim of their round and attempt. A run that was rescued and is fenced later counts as fenced. A rescue or a
     * cancellation is no sign of life, and neither is a message, which another process sends or refuses.
     */
    static final String RUNS =
            """
            SELECT CAST(coalesce(json_agg(json_build_object(
                     'attempt', attempt, 'process', process,
                     'startedAt', extract(epoch FROM started_at), 'endedAt', extract(epoch FROM ended_at),
                     'lastSignAt', extract(epoch FROM coalesce(killed_at, CASE WHEN ends THEN last_sign_at END)),
                     'outcome', lower(CASE last_step WHEN 'DEAD' THEN 'FAILED' ELSE coalesce(last_step, 'RUNNING') END))
                   ORDER BY claim), '[]') AS text)
              FROM (SELECT claim, attempt, min(process) FILTER (WHERE id = claim) AS process, min(at) AS started_at,
                           max(at) FILTER (WHERE step = 'KILLED') AS killed_at, bool_or(ends) AS ends,
                           max(at) FILTER (WHERE step NOT IN ('RESCUED', 'CANCELLED', 'HANDED_OVER',
                                                                   'TAKEN_BACK', 'DUPLICATE')
                                             AND move IS DISTINCT FROM 'rescue') AS last_sign_at,
                           (array_agg(at ORDER BY step <> 'FENCED', id) FILTER (WHERE ends))[1] AS ended_at,
                           (array_agg(step ORDER BY step <> 'FENCED', id) FILTER (WHERE ends))[1] AS last_step
                      FROM (SELECT *, step IN ('COMPLETE', 'FAILED', 'DEAD', 'RESCUED', 'RELEASED', 'CANCELLED',
                                               'FENCED') AS ends,
                                   max(id) FILTER (WHERE step = 'CLAIMED')
                                     OVER (PARTITION BY round, attempt ORDER BY id) AS claim
                              FROM job_event WHERE job_id = %s AND NOT (step = 'HEARTBEAT' AND %s)) AS event
                     WHERE claim IS NOT NULL GROUP BY claim, attempt ORDER BY claim DESC LIMIT 10) AS run""";

    private static final String RUNS_OF_MANY = "SELECT place, (" + RUNS.formatted("asked.id", false)
            + ") AS runs FROM unnest(CAST(:jobs AS uuid[])) WITH ORDINALITY AS asked (id, place)";

    @Id
    public Long id;

    public UUID jobId;

    /** The time of the statement, not of its transaction, so that the steps of one transaction differ. */
    public Instant at;

    public int round;
    public int attempt;

    @Convert(converter = StepColumn.class)
    public Step step;

    /** The method of {@link JobTable} or {@link HandOver} whose statement wrote this row or found none, or null. */
    public String move;

    public String detail;
    public String process;

    public static List<JobEvent> of(UUID job) {
        return list("jobId = ?1 order by id", job);
    }

    /**
     * The last ten runs of a job as a JSON array, each with attempt, process, startedAt, endedAt, lastSignAt and outcome.
     * Times are in seconds since 1970. The last sign of life is null while a heartbeat may follow.
     */
    public static String runs(Job job) {
        if (job.runs == null) {
            readRuns(List.of(job));
        }
        return job.runs;
    }

    /** Reads the runs of these jobs in one statement. */
    public static void readRuns(List<Job> jobs) {
        Statements database = CDI.current().select(Statements.class).get();
        Map<String, Object> ids =
                Map.of("jobs", jobs.stream().map(job -> job.id).toList());
        database.query(RUNS_OF_MANY, ids, row -> jobs.get(row.getInt("place") - 1).runs = row.getString("runs"));
    }

    /** The statement of the move, with its parameters by name; null if no move wrote this row. */
    public String statement() {
        // HandOver adds its statements to those of JobTable when its class is loaded.
        return move == null ? null : HandOver.STATEMENTS.get(move);
    }

    /** How many rows the statement moved for this job; null if no move wrote this row. */
    public Integer rows() {
        return move == null ? null : Integer.valueOf(step == Step.FENCED || step == Step.DUPLICATE ? 0 : 1);
    }

    public enum Step implements Labelled {
        QUEUED,
        /** A relay marked the job for a message to the broker. */
        HANDED_OVER,
        /** Its mark was cleared: the message was not sent, or could not be used. */
        TAKEN_BACK,
        CLAIMED,
        HEARTBEAT,
        PROGRESS,
        COMPLETE,
        FAILED,
        DEAD,
        RESCUED,
        /** The fault lab injected a fault. */
        FAULT,
        /** The fault lab ended the process of this run. */
        KILLED,
        RELEASED,
        RETRIED,
        CANCELLED,
        /** A move that found no row, because the run had lost its lease. */
        FENCED,
        /** A message that found its run begun. */
        DUPLICATE,
        /** A newer version has written it. */
        UNKNOWN
    }

    @Converter
    static class StepColumn extends Labelled.Column<Step> {
        StepColumn() {
            super(Step.values(), Step.UNKNOWN);
        }
    }
}
