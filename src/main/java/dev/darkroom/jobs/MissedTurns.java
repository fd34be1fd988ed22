package dev.darkroom.jobs;

import io.quarkus.scheduler.FailedExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/** Tells of what is done by the clock and could not be done this time. An outage is a sentence; all else is a defect. */
@ApplicationScoped
class MissedTurns {

    private static final Logger LOG = Logger.getLogger("job");

    void tell(@Observes FailedExecution missed) {
        String turn = missed.getExecution().getTrigger().getMethodDescription();
        if (DatabaseOutage.isCauseOf(missed.getException())) {
            LOG.warnf("%s has to wait: the database does not answer", turn.substring(turn.lastIndexOf('.') + 1));
        } else {
            LOG.errorf(missed.getException(), "%s failed", turn);
        }
    }
}
