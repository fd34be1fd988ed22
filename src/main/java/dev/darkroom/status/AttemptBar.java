package dev.darkroom.status;

import dev.darkroom.jobs.JobEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One attempt of a job on the time axis that all of its attempts share: first it waits, or recovers from the one before;
 * then it runs. Lengths are from 0 to 1000 of the axis.
 *
 * @param recovering whether the wait follows an attempt that failed, was given back, or was lost with its worker
 * @param outcome how the run ended, in the timeline's words; null while it runs, or has not begun
 * @param runMs null where it has not begun
 */
public record AttemptBar(
        int round,
        int attempt,
        boolean recovering,
        int waitStart,
        int waitWidth,
        long waitMs,
        int runStart,
        int runWidth,
        Long runMs,
        String outcome) {

    /** @param now where what is open ends for the moment */
    static List<AttemptBar> of(List<JobEvent> events, Instant now) {
        return new Drawing(events, now).bars();
    }

    /** All of it in words, for those who cannot see it. */
    public String sentence() {
        String waited = "%s for %,d ms".formatted(recovering ? "recovered" : "waited", waitMs);
        return runMs == null
                ? waited
                : "%s, then ran for %,d ms: %s".formatted(waited, runMs, outcome == null ? "still running" : outcome);
    }

    /** Reads a job's events once, in their order. */
    private static final class Drawing {

        private final List<JobEvent> events;
        private final Instant end;
        private final List<AttemptBar> bars = new ArrayList<>();
        private Instant waitsSince;
        private Instant runsSince;
        private boolean recovering;
        private JobEvent latest;

        Drawing(List<JobEvent> events, Instant now) {
            this.events = events;
            this.end = events.isEmpty() || isOver(events) ? endOf(events, now) : now;
        }

        List<AttemptBar> bars() {
            events.forEach(this::read);
            if (waitsSince != null) {
                add(runsSince == null ? null : end, null);
            }
            return bars;
        }

        private void read(JobEvent event) {
            latest = event;
            switch (event.step) {
                case QUEUED, RETRIED -> waitFrom(event.at, false);
                case CLAIMED -> runsSince = event.at;
                case FAILED, RESCUED, RELEASED -> {
                    add(event.at, event.step.label());
                    waitFrom(event.at, true);
                }
                case COMPLETE, DEAD, CANCELLED -> {
                    add(event.at, event.step.label());
                    waitsSince = null;
                    runsSince = null;
                }
                default -> {}
            }
        }

        private void waitFrom(Instant at, boolean after) {
            waitsSince = at;
            runsSince = null;
            recovering = after;
        }

        /** What ended before it was claimed has only waited. */
        private void add(Instant ended, String outcome) {
            if (waitsSince == null) {
                return;
            }
            Instant waitEnd = runsSince != null ? runsSince : ended != null ? ended : end;
            boolean ran = runsSince != null;
            bars.add(new AttemptBar(
                    latest.round,
                    ran ? latest.attempt : latest.attempt + 1,
                    recovering,
                    at(waitsSince),
                    at(waitEnd) - at(waitsSince),
                    Duration.between(waitsSince, waitEnd).toMillis(),
                    at(waitEnd),
                    ran ? Math.max(1, at(ended) - at(runsSince)) : 0,
                    ran ? Duration.between(runsSince, ended).toMillis() : null,
                    outcome));
        }

        private int at(Instant moment) {
            long axis = Math.max(1, Duration.between(events.get(0).at, end).toMillis());
            long since = Duration.between(events.get(0).at, moment).toMillis();
            return (int) Math.max(0, Math.min(1000, 1000 * since / axis));
        }

        private static boolean isOver(List<JobEvent> events) {
            return switch (events.get(events.size() - 1).step) {
                case COMPLETE, DEAD, CANCELLED -> true;
                default -> false;
            };
        }

        private static Instant endOf(List<JobEvent> events, Instant now) {
            return events.isEmpty() ? now : events.get(events.size() - 1).at;
        }
    }
}
