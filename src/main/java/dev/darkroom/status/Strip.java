package dev.darkroom.status;

import java.time.Instant;
import java.util.Locale;

/**
 * A status as a time axis with two bars: how long the visitor waited, and how long the work took. Widths and positions are
 * thousandths of the axis. The sentence is the whole strip in words, for screen readers.
 */
public record Strip(
        int requestWidth,
        int waitWidth,
        int workStart,
        int workWidth,
        int lostWidth,
        boolean open,
        String requestText,
        String workText,
        String sentence) {

    private static final long SHORTEST_AXIS_MS = 1000;

    /** Keeps very short work visible. */
    private static final int SHORTEST_WORK = 4;

    private static final Strip EMPTY = new Strip(0, 0, 0, 0, 0, false, "", "", "nothing yet");

    /** @param axisMs the shortest axis, so that several strips can share one */
    static Strip of(StatusView status, Instant now, long axisMs) {
        if (status.acceptedAt() == null) {
            return EMPTY;
        }
        long axis = Math.max(axisMs, length(status, now));
        boolean started = status.startedAt() != null;
        int request = share(request(status), axis);
        int start = share(start(status), axis);
        int end = share(end(status, now), axis);
        String requestText = status.requestMs() == null ? "" : milliseconds(status.requestMs());
        String workText = workText(status);
        return new Strip(
                request,
                started ? start : end,
                start,
                started && !status.lost() ? Math.max(SHORTEST_WORK, end - start) : 0,
                status.lost() ? 1000 - request : 0,
                status.moving(),
                requestText,
                workText,
                status.mode() + ": " + (requestText.isEmpty() ? "" : "you waited " + requestText + "; ") + workText);
    }

    /** Milliseconds from the acceptance to the end, or to now. */
    static long length(StatusView status, Instant now) {
        return status.acceptedAt() == null
                ? SHORTEST_AXIS_MS
                : Math.max(SHORTEST_AXIS_MS, Math.max(request(status), end(status, now)));
    }

    static String workText(StatusView status) {
        if (status.acceptedAt() == null) {
            return "";
        }
        if (status.lost()) {
            return status.unproven() ? "outcome unknown" : "lost with the process that accepted it";
        }
        if (status.moving()) {
            return status.phase().equals("running") ? "still running" : "waiting";
        }
        String ended = status.complete() ? "finished" : "failed";
        long afterResponse = status.doneMs() - request(status);
        if (status.mode().equals("inline")) {
            return ended + " while you waited";
        }
        return afterResponse > 0
                ? ended + " " + milliseconds(afterResponse) + " later"
                : ended + " before the response";
    }

    /** The number, which the page shows large, without its unit. */
    public String requestFigure() {
        return requestText.substring(0, requestText.indexOf(' '));
    }

    public String requestUnit() {
        return requestText.substring(requestText.indexOf(' ') + 1);
    }

    /** Formats a duration in milliseconds, and in seconds from 100 s on. */
    public static String milliseconds(long ms) {
        if (ms >= 100_000) {
            return String.format(Locale.ROOT, "%.1f s", ms / 1000.0);
        }
        return ms < 1_000 ? ms + " ms" : String.format(Locale.ROOT, "%,d ms", ms);
    }

    private static long request(StatusView status) {
        return status.requestMs() == null ? 0 : status.requestMs();
    }

    private static long start(StatusView status) {
        return status.waitMs() == null ? 0 : status.waitMs();
    }

    private static long end(StatusView status, Instant now) {
        if (status.doneMs() != null) {
            return status.doneMs();
        }
        return status.moving()
                ? Math.max(0, now.toEpochMilli() - status.acceptedAt().toEpochMilli())
                : start(status);
    }

    private static int share(long ms, long axis) {
        return (int) Math.max(0, Math.min(1000, 1000 * ms / axis));
    }
}
