package dev.darkroom.status;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.darkroom.jobs.DispatchMode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The answer of every status endpoint: what has become of one record, and where to look further. */
public record StatusView(
        UUID id,
        String status,
        String phase,
        String mode,
        int attempt,
        Integer maxAttempts,
        Instant nextRetryAt,
        Integer queuePosition,
        Progress progress,
        String error,
        Instant acceptedAt,
        Instant startedAt,
        Instant finishedAt,
        Integer requestMs,
        Map<String, String> links) {

    public record Progress(String step, int done, int total) {}

    /** Whether anything will still move it. */
    public boolean moving() {
        return status.equals("processing") && !phase.equals("lost");
    }

    public boolean complete() {
        return status.equals("complete");
    }

    public boolean failed() {
        return status.equals("failed");
    }

    public boolean lost() {
        return phase.equals("lost");
    }

    /** Milliseconds from the acceptance to the start of the work, or null if it has not started. */
    public Long waitMs() {
        return startedAt == null ? null : Math.max(0, startedAt.toEpochMilli() - acceptedAt.toEpochMilli());
    }

    /** Milliseconds from the acceptance to the end of the work, or null if it has not ended. */
    public Long doneMs() {
        return finishedAt == null ? null : Math.max(0, finishedAt.toEpochMilli() - acceptedAt.toEpochMilli());
    }

    /** What stands where no click has been made yet. */
    public static StatusView none(DispatchMode mode) {
        return new StatusView(
                null, "none", "none", mode.label(), 0, null, null, null, null, null, null, null, null, null, Map.of());
    }

    /** The strip as it is now, on an axis of at least so many milliseconds; its browser twin is {@code strip.js}. */
    @JsonIgnore
    public Strip strip(long axis) {
        return Strip.of(this, Instant.now(), axis);
    }

    /** Milliseconds that an axis must have on which all of these have room now. */
    public static long axis(List<StatusView> views) {
        return views.stream()
                .mapToLong(view -> Strip.length(view, Instant.now()))
                .max()
                .orElse(0);
    }
}
