package dev.darkroom.status;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A feature's records, for whoever asks for many at once. */
public interface StatusSource {

    /** The name of the query parameter that lists ids of this sort, and the name of its table. */
    String type();

    /** Those of the ids that are there and that belong to that owner. */
    List<? extends Processed> find(Collection<UUID> ids, UUID owner);

    /** The one of that owner's records that is worth a mention on every first page; nothing for most sorts. */
    default Optional<? extends Processed> news(UUID owner) {
        return Optional.empty();
    }
}
