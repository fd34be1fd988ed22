package dev.darkroom.media;

import dev.darkroom.jobs.JobKind;
import dev.darkroom.status.RecordSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Finds photos for the status endpoints, and counts their renditions. */
@ApplicationScoped
class PhotoSource implements RecordSource {

    private final FileStore files;

    PhotoSource(FileStore files) {
        this.files = files;
    }

    @Override
    public String type() {
        return "photos";
    }

    @Override
    public JobKind<?> kind() {
        return ResizePhoto.KIND;
    }

    @Override
    public List<Photo> find(Collection<UUID> ids, UUID owner) {
        return Photo.findOwned(ids, owner);
    }

    @Override
    public Optional<Effects> effects(UUID id) {
        return Photo.<Photo>findByIdOptional(id).map(this::published);
    }

    private Effects published(Photo photo) {
        long count = Stream.of(Rendition.values())
                .filter(rendition ->
                        files.find(photo.id, photo.fileName(rendition)).isPresent())
                .count();
        return new Effects((int) count, Rendition.values().length, "renditions in the file store");
    }
}
