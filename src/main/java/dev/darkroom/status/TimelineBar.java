package dev.darkroom.status;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A step on the job's page, with the time before it as a bar on the axis of the whole job, and without what the step
 * before has said already. Lengths are from 0 to 1000 of the axis.
 *
 * @param sort of the time before the step: {@code waiting}, {@code working} or {@code recovering}
 * @param process null where it is that of the step before
 * @param after milliseconds since the step before; null where the row says the same already
 */
public record TimelineBar(JobTimeline row, String sort, int start, int width, String process, Long after) {

    private static final Pattern MILLISECONDS = Pattern.compile("(\\d+) ms");
    private static final Set<String> SETBACKS = Set.of("failed", "rescued", "released");
    private static final Set<String> BEGINNINGS = Set.of("claimed", "queued", "retried");

    /** So that the shortest bar, three pixels, is still on the axis. */
    private static final int LATEST_START = 995;

    public static List<TimelineBar> of(List<JobTimeline> rows) {
        List<TimelineBar> bars = new ArrayList<>();
        boolean running = false;
        boolean recovering = false;
        String process = null;
        for (JobTimeline row : rows) {
            String step = row.step();
            boolean lost = step.equals("rescued");
            bars.add(bar(
                    row,
                    lost || recovering ? "recovering" : running ? "working" : "waiting",
                    rows.get(rows.size() - 1).sinceStartMs(),
                    row.process() == null || row.process().equals(process) ? null : row.process()));
            running = step.equals("claimed") || running && !SETBACKS.contains(step);
            recovering = SETBACKS.contains(step) || recovering && !BEGINNINGS.contains(step);
            process = row.process() == null ? process : row.process();
        }
        return bars;
    }

    private static TimelineBar bar(JobTimeline row, String sort, long axis, String process) {
        int start = share(row.sinceStartMs() - row.sincePreviousMs(), axis);
        boolean said = row.sincePreviousMs() == row.sinceStartMs();
        return new TimelineBar(
                row,
                sort,
                Math.min(LATEST_START, start),
                share(row.sinceStartMs(), axis) - start,
                process,
                said ? null : row.sincePreviousMs());
    }

    private static int share(long ms, long axis) {
        return (int) (1000 * ms / Math.max(1, axis));
    }

    /** What a run says of itself when it ends is how long it took. */
    public String detail() {
        Matcher took = MILLISECONDS.matcher(row.detail() == null ? "" : row.detail());
        return took.matches() ? "this run took " + Strip.milliseconds(Long.parseLong(took.group(1))) : row.detail();
    }

    /** The shape beside the words on a state that the job comes to; empty for a step on the way. */
    public String shape() {
        return switch (row.step()) {
            case "complete" -> "done";
            case "dead", "cancelled" -> "dead";
            case "failed", "rescued", "released" -> "retrying";
            default -> "";
        };
    }
}
