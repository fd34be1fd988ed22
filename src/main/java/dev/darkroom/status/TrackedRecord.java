package dev.darkroom.status;

import dev.darkroom.jobs.JobKind;
import java.util.Map;
import java.util.UUID;

/** A record that work is done on, as the status endpoints see it. */
public interface TrackedRecord {

    UUID id();

    UUID ownerId();

    JobKind<?> kind();

    WorkState processing();

    /** Where its status is asked for. */
    String statusPath();

    /** What a person would call it. */
    String title();

    /** Addresses of what is there by now, by name: {@code thumb}, say. */
    Map<String, String> links();
}
