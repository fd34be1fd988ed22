package dev.darkroom.media;

import dev.darkroom.jobs.AfterCommit;
import dev.darkroom.jobs.JobContext;
import dev.darkroom.jobs.JobKind;
import dev.darkroom.media.RecordDeletion.StoredType;
import dev.darkroom.status.RecordSource;
import dev.darkroom.status.RecordSource.Effects;
import dev.darkroom.status.TrackedRecordHandler;
import dev.darkroom.status.WorkState.Status;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Makes a photo's renditions. A second run publishes the same files again. */
@ApplicationScoped
class ResizePhotoHandler implements TrackedRecordHandler<ResizePhoto, ResizePhotoHandler.Made> {

    private static final String CUT_OFF = "The file ends early: the lower part of the picture is missing.";

    private final FileStore files;
    private final ImageResizer resizer;
    private final AfterCommit afterCommit;

    ResizePhotoHandler(FileStore files, ImageResizer resizer, AfterCommit afterCommit) {
        this.files = files;
        this.resizer = resizer;
        this.afterCommit = afterCommit;
    }

    /** The start of the names of the renditions, and a warning or null. */
    record Made(String prefix, String warning) {}

    @Produces
    RecordSource photos() {
        return new RecordSource(
                "photos",
                ResizePhoto.KIND,
                "resized the photo",
                (ids, owner) -> UploadedRecord.find(Photo.class, ids, owner),
                (owner, limit) -> UploadedRecord.findLatest(Photo.class, owner, limit),
                id -> record(id).map(this::published),
                owner -> Optional.empty());
    }

    @Produces
    StoredType storedPhotos() {
        return new StoredType(Photo.class, ResizePhoto.KIND, files);
    }

    private Effects published(Photo photo) {
        long count = Stream.of(Rendition.values())
                .filter(rendition -> photo.in(files).has(photo.id, photo.fileName(rendition)))
                .count();
        return new Effects(count, Rendition.values().length, "renditions in the file store");
    }

    @Override
    public JobKind<ResizePhoto> kind() {
        return ResizePhoto.KIND;
    }

    @Override
    public Optional<Photo> record(UUID id) {
        return Photo.findByIdOptional(id);
    }

    @Override
    public void read(List<UUID> ids) {
        Photo.findByIds(ids);
    }

    @Override
    public Made perform(ResizePhoto job, JobContext run) throws InterruptedException {
        Optional<Photo> photo = QuarkusTransaction.requiringNew()
                .call(() -> record(job.photoId()).filter(found -> found.work().is(Status.PROCESSING)));
        return photo.isEmpty() ? null : resize(photo.get(), photo.get().in(files), run);
    }

    @Override
    public void succeeded(String key, Made made, End end) {
        TrackedRecordHandler.super.succeeded(key, made, end);
        record(UUID.fromString(key)).filter(photo -> made != null).ifPresent(photo -> {
            photo.prefix = made.prefix();
            photo.warning = made.warning();
        });
    }

    @Override
    public void cancelled(String key, String by, End end) {
        TrackedRecordHandler.super.cancelled(key, by, end);
        afterCommit.run(() -> files.delete(UUID.fromString(key)));
    }

    /** If the photo was deleted or cancelled during the run, removes what the run published after that. */
    @Override
    public void fenced(String key) {
        UUID id = UUID.fromString(key);
        boolean unwanted = QuarkusTransaction.requiringNew()
                .call(() -> record(id).map(photo -> photo.work().isCancelled()).orElse(true));
        if (unwanted) {
            files.delete(id);
        }
    }

    /** Decodes the original once, then makes each rendition from the one before. */
    private Made resize(Photo photo, FileStore store, JobContext run) throws InterruptedException {
        String prefix = store.prefix(run.leaseToken());
        ImageResizer.Decoded decoded = resizer.decode(store.original(photo.id), Rendition.values()[0].edge);
        BufferedImage picture = decoded.picture();
        int done = 0;
        for (Rendition rendition : Rendition.values()) {
            BufferedImage resized = done == 0 ? picture : resizer.resize(picture, rendition.edge);
            String name = prefix + photo.fileName(rendition);
            store.publish(photo.id, name, run.leaseToken(), out -> resizer.encode(resized, out));
            run.progress("resizing", ++done, Rendition.values().length);
            picture = resized;
        }
        return new Made(prefix, decoded.whole() ? null : CUT_OFF);
    }
}
