package dev.darkroom.lab;

import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobEvent.Step;
import dev.darkroom.jobs.Timeline;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jboss.logging.Logger;

/** What the lab leaves in the log, and on the timeline of the job that it has harmed. */
@ApplicationScoped
class LabLog {

    private static final Logger LOG = Logger.getLogger("lab");

    private final Timeline timeline;

    LabLog(Timeline timeline) {
        this.timeline = timeline;
    }

    /**
     * In a transaction of its own, which is there when the caller's is not. A job that is not committed nobody else sees.
     *
     * @param job may be null
     */
    void leave(UUID job, String what) {
        LOG.infof("lab %s", what);
        if (job != null) {
            QuarkusTransaction.requiringNew().run(() -> note(Job.findById(job), what));
        }
    }

    private void note(Job job, String what) {
        if (job != null) {
            timeline.note(job, Step.FAULT, what);
        }
    }
}
