package dev.darkroom.jobs;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.FailedExecution;
import io.quarkus.scheduler.Scheduler;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import org.jboss.logging.Logger;

/**
 * What is done by the clock. It begins when nothing can refuse the start any more, or a turn could be caught by the end of a
 * process that never was. A turn that fails because of an outage is a sentence in the log; all else is a defect.
 */
@ApplicationScoped
class ScheduledTasks {

    private static final Logger LOG = Logger.getLogger("job");

    private final Scheduler schedule;

    ScheduledTasks(Scheduler schedule) {
        this.schedule = schedule;
    }

    void begin(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) StartupEvent event) {
        if (isSwitchedOn()) {
            schedule.resume();
        }
    }

    void end() {
        if (isSwitchedOn()) {
            schedule.pause();
        }
    }

    /** All but tests that turn by hand have it so. */
    private boolean isSwitchedOn() {
        return schedule.isStarted();
    }

    void tell(@Observes FailedExecution missed) {
        String turn = missed.getExecution().getTrigger().getMethodDescription();
        if (DatabaseOutage.isCauseOf(missed.getException())) {
            LOG.warnf("%s has to wait: the database does not answer", turn.substring(turn.lastIndexOf('.') + 1));
        } else {
            LOG.errorf(missed.getException(), "%s failed", turn);
        }
    }
}
