package dev.darkroom.media;

import dev.darkroom.jobs.Jobs;
import dev.darkroom.web.CurrentVisitor.GuestExpired;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.util.UUID;

/** Takes photos out again. */
@ApplicationScoped
class PhotoDeletion {

    private final Jobs jobs;
    private final FileStore files;

    PhotoDeletion(Jobs jobs, FileStore files) {
        this.jobs = jobs;
        this.files = files;
    }

    /** The files go last: where the process dies before that, the sweeper finds them. */
    void delete(Photo photo) {
        forget(photo.id);
        files.delete(photo.id);
    }

    /** Job, then record: the order in which settling locks them. */
    @Transactional
    void forget(UUID photo) {
        jobs.cancel(ResizePhoto.KIND, photo.toString());
        Photo.deleteById(photo);
    }

    /** Their files are left to the sweeper: whether this is committed, nobody knows yet. */
    void forgetAllOf(@Observes GuestExpired visitor) {
        Photo.allOf(visitor.id()).forEach(photo -> forget(photo.id));
    }
}
