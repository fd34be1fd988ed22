package dev.darkroom.media;

import dev.darkroom.jobs.JobContext;
import dev.darkroom.jobs.JobKind;
import dev.darkroom.status.Status;
import dev.darkroom.status.TrackedRecordHandler;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.awt.image.BufferedImage;
import java.util.Optional;
import java.util.UUID;

/** Makes a photo's renditions: one decoding, then each from the one before. Made twice, they are the same files. */
@ApplicationScoped
class ResizePhotoHandler implements TrackedRecordHandler<ResizePhoto, Void> {

    private final FileStore files;
    private final ImageResizer enlarger;

    ResizePhotoHandler(FileStore files, ImageResizer enlarger) {
        this.files = files;
        this.enlarger = enlarger;
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
    public Void perform(ResizePhoto job, JobContext run) throws InterruptedException {
        Optional<Photo> photo = undeveloped(job.photoId());
        if (photo.isPresent()) {
            develop(photo.get(), run);
        }
        return null;
    }

    /** The photo was deleted while we worked on it: nothing may come back to life. */
    @Override
    public void fenced(String key) {
        UUID id = UUID.fromString(key);
        boolean deleted =
                QuarkusTransaction.requiringNew().call(() -> record(id).isEmpty());
        if (deleted) {
            files.delete(id);
        }
    }

    private Optional<Photo> undeveloped(UUID id) {
        return QuarkusTransaction.requiringNew()
                .call(() -> record(id).filter(photo -> photo.processing().is(Status.PROCESSING)));
    }

    private void develop(Photo photo, JobContext run) throws InterruptedException {
        BufferedImage picture = null;
        int done = 0;
        for (Rendition rendition : Rendition.values()) {
            picture = picture == null
                    ? enlarger.develop(files.original(photo.id), rendition.edge())
                    : enlarger.reduce(picture, rendition.edge());
            files.publish(photo.id, photo.fileOf(rendition), run.leaseToken(), Jpeg.writer(picture));
            run.progress("resizing", ++done, Rendition.values().length);
        }
    }
}
