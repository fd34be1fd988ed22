package dev.darkroom.status;

import dev.darkroom.jobs.JobEvent;
import dev.darkroom.web.PageModel.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The steps of a job. */
public final class JobTimeline {

    private JobTimeline() {}

    /**
     * One step. {@code process}, {@code statement} and {@code source} are null if the reader may not see internals.
     * {@code rows} counts the rows that the statement moved for this job. It and the statement are null if no statement
     * moved the job: the process itself has refused a message or was killed, or the lab injected a fault.
     */
    public record Row(
            String step,
            Instant at,
            String detail,
            String process,
            int round,
            int attempt,
            long sinceStartMs,
            long sincePreviousMs,
            String statement,
            Integer rows,
            Source source) {}

    public static List<Row> rows(List<JobEvent> events, boolean internals) {
        List<Row> rows = new ArrayList<>();
        for (JobEvent event : events) {
            Instant previous = events.get(Math.max(0, rows.size() - 1)).at;
            rows.add(new Row(
                    event.step.label(),
                    event.at,
                    event.detail,
                    internals ? event.process : null,
                    event.round,
                    event.attempt,
                    Duration.between(events.get(0).at, event.at).toMillis(),
                    Duration.between(previous, event.at).toMillis(),
                    internals ? event.statement() : null,
                    event.rows(),
                    internals ? source(event) : null));
        }
        return rows;
    }

    private static Source source(JobEvent event) {
        return switch (event.step) {
            case FAULT -> new Source("lab/CrashPoints", "note");
            case KILLED -> new Source("lab/ProcessKiller", "haltProcess");
            default ->
                event.move == null ? new Source("jobs/JobRunner", "run") : new Source(table(event.move), event.move);
        };
    }

    private static String table(String move) {
        return move.matches("mark|clear|claim") ? "jobs/HandOver" : "jobs/JobTable";
    }
}
