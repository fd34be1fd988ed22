package dev.darkroom.jobs;

import dev.darkroom.jobs.JobEvent.Step;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Brings back what a dead or frozen worker left behind, and forgets what ended long ago. */
@ApplicationScoped
class JobRescuer {

    private static final Logger LOG = Logger.getLogger("job");

    private final JobTable jobs;
    private final HandlerRegistry handlers;
    private final Backoff backoff;
    private final Timeline timeline;
    private final ProcessRun process;
    private final JobSettings settings;

    JobRescuer(
            JobTable jobs,
            HandlerRegistry handlers,
            Backoff backoff,
            Timeline timeline,
            ProcessRun process,
            JobSettings settings) {
        this.jobs = jobs;
        this.handlers = handlers;
        this.backoff = backoff;
        this.timeline = timeline;
        this.process = process;
        this.settings = settings;
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void rescueExpired() {
        jobs.expired(handlers.kinds()).forEach(this::rescue);
    }

    /** The statement decides whether the lease has really run out, never what was read a moment ago. */
    @Transactional
    void rescue(Job seen) {
        Duration delay = backoff.after(seen.attempt, Duration.ZERO);
        jobs.rescue(seen.id, Failure.WORKER_DIED.reason(), delay).ifPresent(job -> {
            if (job.state == Job.State.DEAD) {
                handlers.of(job.kind).failed(job.key, Failure.WORKER_DIED, job.finishedAt);
                timeline.note(job, Step.DEAD, Failure.WORKER_DIED.reason());
            } else {
                handlers.of(job.kind).retrying(job.key, Failure.WORKER_DIED);
                timeline.note(job, Step.RESCUED, "the lease ran out; next try in %d ms".formatted(delay.toMillis()));
            }
            LOG.infof("%s rescued after attempt %d", job.label(), job.attempt);
        });
    }

    @Scheduled(every = "10m", delayed = "1m")
    @Transactional
    void prune() {
        jobs.prune(settings.retention());
        process.forgetOlderThan(settings.retention());
    }
}
