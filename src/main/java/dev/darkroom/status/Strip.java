package dev.darkroom.status;

import java.time.Instant;
import java.util.Locale;

/**
 * The picture that carries the app: one time axis, on it how long the person waited and how long the work took, wherever
 * it ran.
 *
 * @param requestWidth the request's bar, from 0 to 1000 of the axis
 * @param workStart where the work's bar begins
 * @param workWidth how long the work's bar is
 * @param open whether the work still goes on
 * @param sentence all of it in words, for those who cannot see it
 */
public record Strip(
        int requestWidth,
        int workStart,
        int workWidth,
        boolean open,
        String requestText,
        String workText,
        String sentence) {

    private static final long SHORTEST_AXIS_MS = 1000;

    static Strip of(StatusView status, Instant now) {
        long request = status.requestMs() == null ? 0 : status.requestMs();
        long start = status.waitMs() == null ? 0 : status.waitMs();
        long elapsed = Math.max(0, now.toEpochMilli() - status.acceptedAt().toEpochMilli());
        long end = status.doneMs() != null ? status.doneMs() : status.moving() ? elapsed : start;
        boolean started = status.waitMs() != null;

        long axis = Math.max(SHORTEST_AXIS_MS, Math.max(request, end));
        String requestText = status.requestMs() == null ? "" : milliseconds(request);
        String workText = workText(status, end, request);
        return new Strip(
                width(request, axis),
                width(start, axis),
                started ? width(end - start, axis) : 0,
                status.moving(),
                requestText,
                workText,
                sentence(status.mode(), requestText, workText));
    }

    private static String workText(StatusView status, long end, long request) {
        if (status.lost()) {
            return "lost: the process that remembered it is gone";
        }
        if (status.moving()) {
            return status.phase().equals("running") ? "the work goes on" : "waiting";
        }
        String ended = status.complete() ? "finished" : "failed";
        boolean duringRequest = status.mode().equals("inline");
        return duringRequest
                ? ended + " while you waited"
                : ended + " " + milliseconds(Math.max(0, end - request)) + " later";
    }

    private static String sentence(String mode, String requestText, String workText) {
        String waited = requestText.isEmpty() ? "" : "you waited " + requestText + "; ";
        return mode + ": " + waited + workText;
    }

    /** As people say it: milliseconds below ten seconds, seconds above. */
    static String milliseconds(long ms) {
        return ms < 10_000
                ? String.format(Locale.ROOT, "%,d ms", ms)
                : String.format(Locale.ROOT, "%.1f s", ms / 1000.0);
    }

    private static int width(long ms, long axis) {
        return (int) Math.max(0, Math.min(1000, 1000 * ms / axis));
    }
}
