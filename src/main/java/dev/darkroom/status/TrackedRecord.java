package dev.darkroom.status;

import dev.darkroom.jobs.JobKind;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** An entity with a {@link WorkState}, as the status endpoints see it. */
public interface TrackedRecord {

    UUID id();

    UUID ownerId();

    JobKind<?> kind();

    WorkState work();

    String statusPath();

    /** What an interrupted run may have done outside of the database: "the mail may have been sent"; empty if nothing. */
    default Optional<String> possibleEffect() {
        return Optional.empty();
    }

    /** Whether an earlier run may have had its effect, and only the external service knows. */
    default boolean outcomeUnknown() {
        return false;
    }

    String title();

    /** The addresses of the results so far, by name, such as {@code thumb}. */
    Map<String, String> links();
}
