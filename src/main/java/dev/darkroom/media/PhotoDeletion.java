package dev.darkroom.media;

import dev.darkroom.jobs.Jobs;
import dev.darkroom.web.CurrentVisitor.GuestExpired;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.util.UUID;

/** Deletes photos with their jobs and files. */
@ApplicationScoped
class PhotoDeletion {

    private final Jobs jobs;
    private final FileStore files;

    PhotoDeletion(Jobs jobs, FileStore files) {
        this.jobs = jobs;
        this.files = files;
    }

    /** Removes the files last. If the process dies before that, the sweeper removes them. */
    void delete(Photo photo) {
        deleteRecord(photo.id);
        files.delete(photo.id);
    }

    /** Locks the job before the record, as settling does. */
    @Transactional
    void deleteRecord(UUID photo) {
        jobs.withdraw(ResizePhoto.KIND, photo.toString());
        Photo.deleteById(photo);
    }

    /** Runs in the caller's transaction, so the files are left to the sweeper. */
    void deleteAll(@Observes GuestExpired visitor) {
        Photo.<Photo>list("ownerId", visitor.id()).forEach(photo -> deleteRecord(photo.id));
    }
}
