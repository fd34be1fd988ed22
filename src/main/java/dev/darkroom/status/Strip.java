package dev.darkroom.status;

import dev.darkroom.jobs.DispatchMode;
import dev.darkroom.status.StatusView.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A status as marks on a time axis. The sentence tells the same story, for screen readers. Script: {@code strip.js} draws
 * the same marks from the same status.
 *
 * @param never the word in the slot <em>never</em>; empty if the work may still end, or has ended
 * @param axisMs the length of the axis in milliseconds
 */
public record Strip(List<Mark> marks, String sentence, String never, long axisMs) {

    private static final long SHORTEST_AXIS_MS = 4000;

    private static final long QUICK_MS = 90;
    private static final long GAP_MS = 30;

    /** Percent of the axis below which a run has no room for its number, and a lease none for its words. */
    private static final Map<String, Double> SHORT = Map.of("past", 30.0, "lease", 12.0);

    private static final double SHORT_RUN = 7;

    private static final Set<String> RUNS = Set.of("live", "complete", "failed", "died");
    private static final Set<String> BEFORE_A_RUN = Set.of("waiting", "arc", "pending");

    /**
     * One mark. The kinds are the classes of {@code strip.css}.
     *
     * @param from in milliseconds since the acceptance, as {@code to}
     * @param to {@link #END} for the end of the axis
     */
    public record Mark(String kind, long from, long to, String label) {
        static final long END = -1;
    }

    /** @param axisMs the shortest axis, so that several strips can share one */
    public static Strip of(StatusView status, Instant now, long axisMs, long leaseMs) {
        StripMarks marks = new StripMarks(status, now, leaseMs);
        long axis = Math.max(axisMs, axis(marks.length()));
        return new Strip(marks.list(), sentence(status), marks.never(), axis);
    }

    /** The typical course after a click in this mode, if its mail takes so long. Script: {@code stage-rows.js}. */
    public static Strip typical(DispatchMode mode, long mailMs) {
        long sent = QUICK_MS + mailMs;
        List<Mark> marks = mode == DispatchMode.INLINE
                ? List.of(new Mark("request", 0, sent, "you wait for the mail"))
                : List.of(
                        new Mark("request", 0, QUICK_MS, ""),
                        new Mark("ghost", QUICK_MS + GAP_MS, sent + GAP_MS, ""),
                        new Mark("ghost", sent + 3 * GAP_MS, sent + 3 * GAP_MS, "sent behind you"));
        return new Strip(marks, "", "", axis(sent));
    }

    /** The same marks in lanes on an axis of that length: first the request's, then one for each run. */
    public List<Strip> lanes(long length) {
        List<List<Mark>> lanes = new ArrayList<>(List.of(new ArrayList<>()));
        List<Mark> before = new ArrayList<>();
        for (Mark mark : marks) {
            if (BEFORE_A_RUN.contains(mark.kind)) {
                before.add(mark);
            } else {
                if (RUNS.contains(mark.kind)) {
                    lanes.add(before);
                    before = new ArrayList<>();
                }
                lanes.get(lanes.size() - 1).add(mark);
            }
        }
        if (!before.isEmpty()) {
            lanes.add(before);
        }
        return lanes.stream().map(lane -> new Strip(lane, sentence, "", length)).toList();
    }

    /** The shortest axis for so many milliseconds: 4 s, 8 s, 16 s and so on. */
    public static long axis(long ms) {
        long axis = SHORTEST_AXIS_MS;
        while (axis < ms) {
            axis *= 2;
        }
        return axis;
    }

    public String x(Mark mark) {
        return percent(share(mark.from));
    }

    public String width(Mark mark) {
        return percent(shareOf(mark));
    }

    public boolean isShort(Mark mark) {
        return shareOf(mark) < SHORT.getOrDefault(mark.kind, SHORT_RUN);
    }

    private double shareOf(Mark mark) {
        return share(mark.to == Mark.END ? axisMs : mark.to) - share(mark.from);
    }

    private double share(long ms) {
        return Math.max(0, Math.min(100, 100.0 * ms / axisMs));
    }

    /** With two decimals, as {@code %.2f} formats it in many times the time. */
    private static String percent(double share) {
        long hundredths = Math.round(100 * share);
        long rest = hundredths % 100;
        return hundredths / 100 + (rest < 10 ? ".0" : ".") + rest + "%";
    }

    /** For example: Durable: you waited 93 ms. Attempt 1 died after 1.2 s. Attempt 2 was complete after 14.3 s. */
    private static String sentence(StatusView status) {
        if (status.acceptedAt() == null) {
            return "nothing yet";
        }
        String mode = status.mode().substring(0, 1).toUpperCase(Locale.ROOT)
                + status.mode().substring(1);
        StringBuilder sentence = new StringBuilder(mode + ": ");
        sentence.append(status.requestMs() == null ? "accepted." : "you waited " + duration(status.requestMs()) + ".");
        for (Attempt attempt : status.attempts()) {
            Instant end = attempt.endedAt() != null ? attempt.endedAt() : attempt.lastSignAt();
            sentence.append(" Attempt ")
                    .append(attempt.attempt())
                    .append(attempt.words())
                    .append(end == null ? "" : " after " + duration(status.since(end)))
                    .append('.');
        }
        String work = workText(status);
        return sentence.append(work.isEmpty() ? "" : " The work: " + work + ".").toString();
    }

    static String workText(StatusView status) {
        if (status.acceptedAt() == null) {
            return "";
        }
        if (status.lost()) {
            return status.unproven() ? "outcome unknown" : "lost with the process that accepted it";
        }
        if (status.moving()) {
            String running = status.leaseEndsAt() == null ? "still running" : "its process no longer answers";
            return status.phase().equals("running") ? running : "waiting";
        }
        String ended = status.complete() ? "finished" : status.phase().equals("cancelled") ? "cancelled" : "failed";
        long afterResponse = status.doneMs() - (status.requestMs() == null ? 0 : status.requestMs());
        if (status.mode().equals("inline")) {
            return ended + " while you waited";
        }
        return afterResponse > 0 ? ended + " " + duration(afterResponse) + " later" : ended + " before the response";
    }

    /** Milliseconds below one second, otherwise seconds: 93 ms, 2.1 s. */
    public static String duration(long ms) {
        return ms < 1000 ? ms + " ms" : String.format(Locale.ROOT, "%.1f s", ms / 1000.0);
    }

    /** Uses the largest unit that gives two or more. A negative age (the database's clock is ahead) counts as zero. */
    public static String words(Duration age) {
        if (age.toDays() > 1) {
            return age.toDays() + " days";
        }
        if (age.toMinutes() > 120) {
            return age.toHours() + " h";
        }
        return age.toSeconds() > 120 ? age.toMinutes() + " min" : Math.max(0, age.toSeconds()) + " s";
    }
}
