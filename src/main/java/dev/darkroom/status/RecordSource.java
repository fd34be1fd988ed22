package dev.darkroom.status;

import dev.darkroom.jobs.JobKind;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Finds the records of one feature. */
public interface RecordSource {

    /** The query parameter of {@code /status} that lists ids of this type. */
    String type();

    JobKind<?> kind();

    List<? extends TrackedRecord> find(Collection<UUID> ids, UUID owner);

    /** The effects that the external system counts for this record; empty if it cannot be queried. */
    Optional<Effects> effects(UUID id);

    /** The number of effects, the number expected of one job, and what they are: "charges in the gateway's ledger". */
    record Effects(int count, int expected, String what) {

        public boolean exceeded() {
            return count > expected;
        }
    }

    /** The owner's latest record that the page after the sign-up should mention; empty for most types. */
    default Optional<? extends TrackedRecord> latestNotable(UUID owner) {
        return Optional.empty();
    }
}
