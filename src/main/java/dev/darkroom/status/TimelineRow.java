package dev.darkroom.status;

import dev.darkroom.jobs.JobEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A step of a job as its page shows it, with the milliseconds since its first and since its previous step. */
public record TimelineRow(
        String step,
        String detail,
        String process,
        int round,
        int attempt,
        long sinceStartMs,
        long sincePreviousMs,
        StepSource source) {

    static List<TimelineRow> of(List<JobEvent> events) {
        List<TimelineRow> rows = new ArrayList<>();
        Instant previous = null;
        for (JobEvent event : events) {
            rows.add(row(event, events.get(0).at, previous == null ? event.at : previous));
            previous = event.at;
        }
        return rows;
    }

    private static TimelineRow row(JobEvent event, Instant first, Instant previous) {
        return new TimelineRow(
                event.step.label(),
                event.detail,
                event.process,
                event.round,
                event.attempt,
                Duration.between(first, event.at).toMillis(),
                Duration.between(previous, event.at).toMillis(),
                StepSource.of(event.step));
    }
}
