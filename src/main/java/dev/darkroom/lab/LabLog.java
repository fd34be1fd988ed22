package dev.darkroom.lab;

import dev.darkroom.jobs.JobEvent.Step;
import dev.darkroom.jobs.JobMoves;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Writes what the lab does to the log and to the timeline of the affected job. */
@ApplicationScoped
class LabLog {

    private static final Logger LOG = Logger.getLogger("lab");

    private final JobMoves jobs;

    LabLog(JobMoves jobs) {
        this.jobs = jobs;
    }

    /** Commits separately, so that the entry stays if the process dies. No entry if the job is null or not committed. */
    void write(UUID job, String message) {
        LOG.infof("lab %s", message);
        if (job != null) {
            QuarkusTransaction.requiringNew().run(() -> jobs.note(job, Step.FAULT, message));
        }
    }
}
