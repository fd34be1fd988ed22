package dev.darkroom.status;

import java.time.Instant;
import java.util.Locale;

/**
 * The picture that carries the app: one time axis, on it how long the person waited and how long the work took, wherever
 * it ran.
 *
 * @param requestWidth the request's bar, from 0 to 1000 of the axis
 * @param waitWidth from the acceptance to where the work begins, or to now
 * @param workStart where the work's bar begins
 * @param workWidth how long the work's bar is
 * @param ghostWidth of what will never be done, behind the request
 * @param open whether the work still goes on
 * @param sentence all of it in words, for those who cannot see it
 */
public record Strip(
        int requestWidth,
        int waitWidth,
        int workStart,
        int workWidth,
        int ghostWidth,
        boolean open,
        String requestText,
        String workText,
        String sentence) {

    private static final long SHORTEST_AXIS_MS = 1000;

    /** Work that was begun is seen, however short it was; of the 1000 of the axis. */
    private static final int SHORTEST_WORK = 4;

    private static final Strip BLANK = new Strip(0, 0, 0, 0, 0, false, "", "", "nothing yet");

    /** @param axis at least so many milliseconds long, so that several strips can share one */
    static Strip of(StatusView status, Instant now, long axis) {
        if (status.acceptedAt() == null) {
            return BLANK;
        }
        long request = request(status);
        long start = status.waitMs() == null ? 0 : status.waitMs();
        long end = end(status, now);
        boolean started = status.waitMs() != null;

        long length = Math.max(axis, length(status, now));
        String requestText = status.requestMs() == null ? "" : milliseconds(request);
        String workText = workText(status, end, request);
        return new Strip(
                width(request, length),
                width(started ? start : end, length),
                width(start, length),
                started && !status.lost() ? Math.max(SHORTEST_WORK, width(end - start, length)) : 0,
                status.lost() ? 1000 - width(request, length) : 0,
                status.moving(),
                requestText,
                workText,
                sentence(status.mode(), requestText, workText));
    }

    /** The milliseconds that all of it takes, so far. */
    static long length(StatusView status, Instant now) {
        return status.acceptedAt() == null
                ? SHORTEST_AXIS_MS
                : Math.max(SHORTEST_AXIS_MS, Math.max(request(status), end(status, now)));
    }

    /** The number is large on the page, and its unit small. */
    public String requestFigure() {
        return requestText.substring(0, requestText.indexOf(' '));
    }

    public String requestUnit() {
        return requestText.substring(requestText.indexOf(' ') + 1);
    }

    private static long request(StatusView status) {
        return status.requestMs() == null ? 0 : status.requestMs();
    }

    private static long end(StatusView status, Instant now) {
        if (status.doneMs() != null) {
            return status.doneMs();
        }
        long start = status.waitMs() == null ? 0 : status.waitMs();
        return status.moving()
                ? Math.max(0, now.toEpochMilli() - status.acceptedAt().toEpochMilli())
                : start;
    }

    private static String workText(StatusView status, long end, long request) {
        if (status.lost()) {
            return "lost: the only process that knew of it is gone";
        }
        if (status.moving()) {
            return status.phase().equals("running") ? "the work goes on" : "waiting";
        }
        String ended = status.complete() ? "finished" : "failed";
        boolean duringRequest = status.mode().equals("inline");
        if (duringRequest) {
            return ended + " while you waited";
        }
        return end > request
                ? ended + " " + milliseconds(end - request) + " later"
                : ended + " before you were answered";
    }

    private static String sentence(String mode, String requestText, String workText) {
        String waited = requestText.isEmpty() ? "" : "you waited " + requestText + "; ";
        return mode + ": " + waited + workText;
    }

    /** As people say it: milliseconds, and seconds only where there are very many. */
    public static String milliseconds(long ms) {
        return ms < 100_000
                ? String.format(Locale.ROOT, "%,d ms", ms)
                : String.format(Locale.ROOT, "%.1f s", ms / 1000.0);
    }

    private static int width(long ms, long axis) {
        return (int) Math.max(0, Math.min(1000, 1000 * ms / axis));
    }
}
