package dev.darkroom.status;

import dev.darkroom.jobs.JobKind;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A feature's records, for whoever asks for many at once. */
public interface RecordSource {

    /** The name of the query parameter that lists ids of this sort, and the name of its table. */
    String type();

    /** The kind of work on its records. */
    JobKind<?> kind();

    /** Those of the ids that are there and that belong to that owner. */
    List<? extends TrackedRecord> find(Collection<UUID> ids, UUID owner);

    /**
     * How often the work on that record has shown outside of it, counted in the books of the other side; nothing where we
     * cannot see them.
     */
    Optional<Effects> effects(UUID id);

    /**
     * @param what is counted, such as "charges in the company's books"
     * @param wanted when all is well
     */
    record Effects(int count, int wanted, String what) {

        public boolean tooMany() {
            return count > wanted;
        }
    }

    /** The one of that owner's records that is worth a mention on every first page; nothing for most sorts. */
    default Optional<? extends TrackedRecord> news(UUID owner) {
        return Optional.empty();
    }
}
