package dev.darkroom.media;

import dev.darkroom.status.StatusSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The photos, for whoever asks for many statuses at once. */
@ApplicationScoped
class Photos implements StatusSource {

    @Override
    public String type() {
        return "photos";
    }

    @Override
    public List<Photo> find(Collection<UUID> ids, UUID owner) {
        return Photo.of(ids, owner);
    }
}
