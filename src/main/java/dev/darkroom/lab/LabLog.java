package dev.darkroom.lab;

import dev.darkroom.jobs.JobNotes;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Writes what the lab does to the log and to the timeline of the affected job. */
@ApplicationScoped
class LabLog {

    private static final Logger LOG = Logger.getLogger("lab");

    private final JobNotes notes;

    LabLog(JobNotes notes) {
        this.notes = notes;
    }

    /** Commits separately, so that the entry stays if the process dies. No entry if the job is null or not committed. */
    void write(UUID job, String message) {
        LOG.infof("lab %s", message);
        if (job != null) {
            QuarkusTransaction.requiringNew().run(() -> notes.fault(job, message));
        }
    }
}
