package dev.darkroom.jobs;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.FailedExecution;
import io.quarkus.scheduler.Scheduler;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import org.jboss.logging.Logger;

/** Starts the scheduler last and logs failed tasks. None is due at once: a process whose port is taken ends first. */
@ApplicationScoped
class ScheduledTasks {

    private static final Logger LOG = Logger.getLogger("job");

    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) StartupEvent event, Scheduler scheduler) {
        scheduler.resume();
    }

    void logFailure(@Observes FailedExecution failed) {
        String task = failed.getExecution().getTrigger().getMethodDescription();
        if (DatabaseOutage.isCauseOf(failed.getException())) {
            LOG.warnf("%s has to wait: the database is unavailable", task.substring(task.lastIndexOf('.') + 1));
        } else {
            LOG.errorf(failed.getException(), "%s failed", task);
        }
    }
}
