package dev.darkroom.status;

import dev.darkroom.jobs.JobKind;
import java.util.Map;
import java.util.UUID;

/** An entity with a {@link WorkState}, as the status endpoints see it. */
public interface TrackedRecord {

    UUID id();

    UUID ownerId();

    JobKind<?> kind();

    WorkState work();

    String statusPath();

    String title();

    /** The addresses of the results so far, by name, such as {@code thumb}. */
    Map<String, String> links();
}
