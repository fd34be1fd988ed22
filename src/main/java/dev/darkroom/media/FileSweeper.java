package dev.darkroom.media;

import dev.darkroom.jobs.Job;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Removes the files that killed processes left behind. */
@ApplicationScoped
class FileSweeper {

    /** Far longer than any run or request takes: younger files may still be in use. */
    private static final Duration AGE = Duration.ofHours(1);

    private final FileStore files;
    private final Path uploads;

    FileSweeper(FileStore files, @ConfigProperty(name = "quarkus.http.body.uploads-directory") Path uploads) {
        this.files = files;
        this.uploads = uploads;
    }

    @Scheduled(every = "1h", delayed = "1m")
    void sweep() {
        files.sweep(AGE, photo -> QuarkusTransaction.requiringNew().call(() -> isKnown(photo)));
        sweepUploads();
    }

    private static boolean isKnown(UUID photo) {
        return Photo.findByIdOptional(photo).isPresent()
                || Job.find(ResizePhoto.KIND, photo.toString())
                        .filter(job -> job.state == Job.State.QUEUED || job.state == Job.State.RUNNING)
                        .isPresent();
    }

    /** The server removes an upload when its request ends, unless the process dies first. */
    private void sweepUploads() {
        long limit = System.currentTimeMillis() - AGE.toMillis();
        File[] old = uploads.toFile().listFiles(file -> file.lastModified() < limit);
        Stream.ofNullable(old).flatMap(Stream::of).forEach(File::delete);
    }
}
