package dev.darkroom.status;

import dev.darkroom.jobs.JobKind;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The records of one feature, which produces this bean.
 *
 * @param type the query parameter of {@code /status} that lists ids of this type
 * @param done what a complete job of this kind did: "sent the mail"
 * @param find finds the records with these ids that belong to the owner
 * @param latest finds that many of the owner's latest records, the newest first
 * @param effects the effects that the external system counts for a record; empty if it cannot be queried
 * @param latestNotable the owner's latest record that the page after the sign-up should mention; empty for most types
 */
public record RecordSource(
        String type,
        JobKind<?> kind,
        String done,
        BiFunction<Collection<UUID>, UUID, List<? extends TrackedRecord>> find,
        BiFunction<UUID, Integer, List<? extends TrackedRecord>> latest,
        Function<UUID, Optional<Effects>> effects,
        Function<UUID, Optional<? extends TrackedRecord>> latestNotable) {

    /** The number of effects, the number expected of one job, and what they are: "charges in the gateway's ledger". */
    public record Effects(long count, int expected, String what) {

        public boolean exceeded() {
            return count > expected;
        }
    }
}
