package dev.darkroom.media;

import dev.darkroom.jobs.Job;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.UUID;

/** Removes files that nobody will ever ask for: of uploads and runs that died half way. */
@ApplicationScoped
class FileSweeper {

    /** Far longer than any run or request lives: what is younger may still be somebody's work. */
    private static final Duration AGE = Duration.ofHours(1);

    private final FileStore files;
    private final Arrivals arrivals;

    FileSweeper(FileStore files, Arrivals arrivals) {
        this.files = files;
        this.arrivals = arrivals;
    }

    @Scheduled(every = "1h", delayed = "1m")
    void sweep() {
        files.sweep(AGE, photo -> QuarkusTransaction.requiringNew().call(() -> isKnown(photo)));
        arrivals.sweep(AGE);
    }

    private static boolean isKnown(UUID photo) {
        return Photo.findByIdOptional(photo).isPresent()
                || Job.of(ResizePhoto.KIND, photo.toString())
                        .filter(job -> job.state == Job.State.QUEUED || job.state == Job.State.RUNNING)
                        .isPresent();
    }
}
