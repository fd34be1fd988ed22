package dev.darkroom.media;

import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.Jobs;
import dev.darkroom.web.CurrentVisitor.GuestExpired;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Deletes photos with their jobs and files, and sweeps the files that killed processes left behind. */
@ApplicationScoped
class PhotoDeletion {

    /** Far longer than any run or request takes: younger files may still be in use. */
    private static final Duration AGE = Duration.ofHours(1);

    private final Jobs jobs;
    private final FileStore files;
    private final Path uploads;

    PhotoDeletion(
            Jobs jobs, FileStore files, @ConfigProperty(name = "quarkus.http.body.uploads-directory") Path uploads) {
        this.jobs = jobs;
        this.files = files;
        this.uploads = uploads;
    }

    /** Removes the files last. If the process dies before that, the sweep removes them. */
    void delete(Photo photo) {
        deleteRecord(photo.id);
        files.delete(photo.id);
    }

    /** Locks the job before the record, as settling does. */
    @Transactional
    void deleteRecord(UUID photo) {
        jobs.withdraw(ResizePhoto.KIND, photo.toString());
        // Not an entity: another request may delete it at the same time.
        Photo.delete("id", photo);
    }

    /** Runs in the caller's transaction, so the files are left to the sweep. */
    void deleteAll(@Observes GuestExpired visitor) {
        Photo.<Photo>list("ownerId", visitor.id()).forEach(photo -> deleteRecord(photo.id));
    }

    @Scheduled(every = "1h", delayed = "1m")
    void sweep() {
        files.sweep(AGE, photo -> QuarkusTransaction.requiringNew().call(() -> isKnown(photo)));
        sweepUploads();
    }

    private static boolean isKnown(UUID photo) {
        return Photo.findByIdOptional(photo).isPresent()
                || Job.find(ResizePhoto.KIND, photo.toString())
                        .filter(job -> job.finishedAt == null)
                        .isPresent();
    }

    /** The server removes an upload when its request ends, unless the process dies first. */
    private void sweepUploads() {
        long limit = System.currentTimeMillis() - AGE.toMillis();
        File[] old = uploads.toFile().listFiles(file -> file.lastModified() < limit);
        Stream.ofNullable(old).flatMap(Stream::of).forEach(File::delete);
    }
}
