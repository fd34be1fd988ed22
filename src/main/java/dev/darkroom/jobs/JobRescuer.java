package dev.darkroom.jobs;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Requeues jobs whose worker died or stopped responding, and deletes jobs that ended long ago. */
@ApplicationScoped
class JobRescuer {

    private static final Logger LOG = Logger.getLogger("job");

    private final JobTable jobs;
    private final HandlerRegistry handlers;
    private final Backoff backoff;
    private final ProcessRun process;
    private final JobSettings settings;

    JobRescuer(JobTable jobs, HandlerRegistry handlers, Backoff backoff, ProcessRun process, JobSettings settings) {
        this.jobs = jobs;
        this.handlers = handlers;
        this.backoff = backoff;
        this.process = process;
        this.settings = settings;
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void rescueExpired() {
        jobs.expired().forEach(this::tryRescue);
    }

    /** A rescue that fails does not stop the others, unless the database is unavailable. */
    private void tryRescue(Job seen) {
        try {
            rescue(seen);
        } catch (RuntimeException e) {
            if (DatabaseOutage.isCauseOf(e)) {
                throw e;
            }
            LOG.warnf("%s could not be rescued, next attempt in ten seconds: %s", seen.label(), e);
            jobs.postponeRescue(seen);
        }
    }

    /** The statement re-checks that the lease has expired, because {@code seen} may be stale. */
    @Transactional
    void rescue(Job seen) {
        Failure failure = Failure.WORKER_LOST;
        jobs.rescue(seen, failure, backoff.after(seen.crashes + 1, Duration.ZERO))
                .ifPresent(job -> {
                    if (job.state == Job.State.DEAD) {
                        handlers.of(job.kind).failed(job.key, failure, job.finishedAt);
                    } else {
                        handlers.of(job.kind).retrying(job.key, failure);
                    }
                    LOG.infof("%s rescued after attempt %d", job.label(), job.attempt);
                });
    }

    /** Goes on until nothing is left, in small transactions. */
    @Scheduled(every = "10m", delayed = "1m")
    void prune() {
        while (jobs.prune(settings.retention()) > 0) {
            Thread.yield();
        }
        process.prune(settings.retention());
    }
}
