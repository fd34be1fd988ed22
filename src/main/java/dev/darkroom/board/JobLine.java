package dev.darkroom.board;

import dev.darkroom.jobs.JobEvent;
import dev.darkroom.status.JobTimeline;
import dev.darkroom.web.PageModel.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * One event row of a job's page. The statement, the process and the source are null if the visitor may not see internals.
 *
 * @param at its position on the axis; null if it is not on it
 * @param time milliseconds since the job was queued; "?" if nobody knows
 * @param mark the shape on the axis
 * @param silence the reason why there is no statement; null if there is one
 * @param rows "1 row"; null if no statement moved the job
 */
public record JobLine(
        String step,
        String at,
        String time,
        String mark,
        String word,
        String note,
        StatementExcerpt statement,
        String silence,
        String rows,
        String detail,
        Source source) {

    /**
     * Lists the steps in order, of each run's heartbeats only the last one unless all are asked for. Equal refusals of
     * further messages are one line, at the place of the first.
     */
    static List<JobLine> of(
            List<JobEvent> events,
            List<JobTimeline.Row> rows,
            ToLongFunction<Instant> since,
            TimeAxis axis,
            boolean allHeartbeats) {
        List<JobLine> lines = new ArrayList<>();
        List<List<Object>> kinds = events.stream().map(JobLine::kind).toList();
        Set<List<Integer>> beaten = new HashSet<>();
        for (int i = rows.size() - 1; i >= 0; i--) {
            JobTimeline.Row row = rows.get(i);
            boolean heartbeat = row.step().equals("heartbeat");
            boolean last = heartbeat && beaten.add(List.of(row.round(), row.attempt()));
            boolean refused = row.step().equals("duplicate");
            if (refused ? kinds.indexOf(kinds.get(i)) == i : !heartbeat || last || allHeartbeats) {
                String at = axis.at(since.applyAsLong(row.at()));
                lines.add(
                        0, of(events.get(i), row, at, last, refused ? Collections.frequency(kinds, kinds.get(i)) : 0));
            }
        }
        return lines;
    }

    private static List<Object> kind(JobEvent event) {
        return Arrays.asList(event.step, event.round, event.attempt, event.move);
    }

    private static JobLine of(JobEvent event, JobTimeline.Row row, String at, boolean lastHeartbeat, int refusals) {
        return new JobLine(
                step(event),
                at,
                String.format("%,d", row.sinceStartMs()),
                mark(event),
                word(event),
                lastHeartbeat ? "the last" : refusals > 0 ? refused(refusals) : note(row),
                StatementExcerpt.of(row.statement()),
                silence(event),
                row.rows() == null
                        ? null
                        : row.rows() + (row.rows() == 1 ? " row" : refusals > 1 ? " rows each" : " rows"),
                event.move == null ? null : row.detail(),
                row.source());
    }

    /** The step's name for the style sheet; the lab's faults by what they do. */
    private static String step(JobEvent event) {
        return isFault(event, "frozen") ? "frozen" : event.step.label();
    }

    private static String word(JobEvent event) {
        return switch (event.step) {
            case HANDED_OVER -> "handed over";
            case TAKEN_BACK -> "taken back";
            case DEAD -> "failed for good";
            case KILLED -> "process gone";
            case FAULT -> isFault(event, "frozen") ? "frozen" : isFault(event, "thawed") ? "thawed" : "fault";
            default -> event.step.label();
        };
    }

    private static String refused(int number) {
        return number == 1 ? "rejected" : number + " further deliveries";
    }

    private static String note(JobTimeline.Row row) {
        String attempt = row.attempt() == 0 ? "" : "attempt " + row.attempt();
        return switch (row.step()) {
            case "progress" -> row.detail();
            case "queued", "handed-over", "taken-back", "complete", "rescued", "killed", "fault" ->
                row.round() > 1 ? "round " + row.round() : "";
            default -> row.round() > 1 && row.attempt() > 0 ? attempt + ", round " + row.round() : attempt;
        };
    }

    private static String mark(JobEvent event) {
        return switch (event.step) {
            case HEARTBEAT -> "ring";
            case COMPLETE -> "tick";
            case FAILED -> "torn";
            case DEAD -> "stop";
            case RESCUED -> "hook";
            case KILLED -> "cross";
            case FAULT -> "bars";
            case HANDED_OVER -> "out";
            case RELEASED, TAKEN_BACK -> "back";
            case CANCELLED -> "slash";
            case FENCED, DUPLICATE -> "fence";
            default -> "dot";
        };
    }

    private static String silence(JobEvent event) {
        return switch (event.step) {
            case KILLED -> "No statement: a dead process writes nothing.";
            case FAULT -> fault(event);
            case DUPLICATE -> event.move == null ? "No statement: this run had begun." : null;
            default -> null;
        };
    }

    private static String fault(JobEvent event) {
        if (isFault(event, "frozen")) {
            return "No statement: a frozen process writes nothing.";
        }
        return isFault(event, "thawed")
                ? "No statement: it continues with its old lease."
                : "No statement: a fault of the lab, " + event.detail + ".";
    }

    private static boolean isFault(JobEvent event, String name) {
        return event.step == JobEvent.Step.FAULT && event.detail.startsWith(name);
    }
}
