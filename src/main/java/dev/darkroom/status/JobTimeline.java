package dev.darkroom.status;

import dev.darkroom.jobs.JobEvent;
import dev.darkroom.web.PageModel.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The steps of a job: as rows for programs, and as bars for the page. */
public final class JobTimeline {

    /** Leaves room for the shortest bar, three pixels wide. */
    private static final int LATEST_START = 995;

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

    /**
     * One row of the page: the activity before the step (waiting, working, recovering) as a bar, in thousandths of the axis.
     * {@code process} is null where it repeats, {@code sincePreviousMs} where it equals the time since the start.
     */
    public record Bar(Row row, String activity, int start, int width, String process, Long sincePreviousMs) {

        /** The shape that marks an end or a setback; empty for other steps. */
        public String shape() {
            return switch (row.step) {
                case "complete" -> "done";
                case "dead", "cancelled" -> "dead";
                case "failed", "rescued", "released" -> "retrying";
                default -> "";
            };
        }
    }

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
                event.move == null ? new Source("jobs/JobRunner", "run") : new Source("jobs/JobTable", event.move);
        };
    }

    public static List<Bar> bars(List<Row> rows) {
        List<Bar> bars = new ArrayList<>();
        String activity = "waiting";
        String process = null;
        for (Row row : rows) {
            String before = row.step.equals("rescued") ? "recovering" : activity;
            long axis = rows.get(rows.size() - 1).sinceStartMs;
            bars.add(bar(row, before, axis, row.process == null || row.process.equals(process) ? null : row.process));
            activity = activityAfter(row.step, activity);
            process = row.process == null ? process : row.process;
        }
        return bars;
    }

    private static String activityAfter(String step, String before) {
        return switch (step) {
            case "queued", "dead", "retried" -> "waiting";
            case "claimed" -> "working";
            case "failed", "rescued", "released" -> "recovering";
            default -> before;
        };
    }

    private static Bar bar(Row row, String activity, long axis, String process) {
        int start = share(row.sinceStartMs - row.sincePreviousMs, axis);
        int width = share(row.sinceStartMs, axis) - start;
        Long sincePrevious = row.sincePreviousMs == row.sinceStartMs ? null : row.sincePreviousMs;
        return new Bar(row, activity, Math.min(LATEST_START, start), width, process, sincePrevious);
    }

    private static int share(long ms, long axis) {
        return (int) (1000 * ms / Math.max(1, axis));
    }
}
