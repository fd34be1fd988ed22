package dev.darkroom.status;

import dev.darkroom.jobs.JobKind;
import java.util.Map;
import java.util.UUID;

/** An entity that is worked on, as the status endpoints see it. */
public interface TrackedRecord {

    UUID id();

    UUID ownerId();

    JobKind<?> kind();

    WorkState work();

    /** The address of its status. */
    String statusPath();

    /** The name that the page shows. */
    String title();

    /** Addresses of what exists by now, by name: {@code thumb}, for example. */
    Map<String, String> links();
}
