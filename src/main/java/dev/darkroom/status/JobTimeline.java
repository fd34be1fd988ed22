package dev.darkroom.status;

import dev.darkroom.jobs.JobEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A step of a job as its page shows it, with the milliseconds since its first and since its previous step.
 *
 * @param process that took it; null, like {@code source}, where that is nobody's business
 */
public record JobTimeline(
        String step,
        String detail,
        String process,
        int round,
        int attempt,
        long sinceStartMs,
        long sincePreviousMs,
        StepSource source) {

    /** @param internals whether who reads it may know what is behind */
    public static List<JobTimeline> of(List<JobEvent> events, boolean internals) {
        List<JobTimeline> rows = new ArrayList<>();
        Instant previous = null;
        for (JobEvent event : events) {
            rows.add(row(event, events.get(0).at, previous == null ? event.at : previous, internals));
            previous = event.at;
        }
        return rows;
    }

    private static JobTimeline row(JobEvent event, Instant first, Instant previous, boolean internals) {
        return new JobTimeline(
                event.step.label(),
                event.detail,
                internals ? event.process : null,
                event.round,
                event.attempt,
                Duration.between(first, event.at).toMillis(),
                Duration.between(previous, event.at).toMillis(),
                internals ? StepSource.of(event.step) : null);
    }
}
