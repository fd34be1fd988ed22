package dev.darkroom.jobs;

import dev.darkroom.jobs.JobContext.Interruption;
import dev.darkroom.jobs.JobEvent.Step;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** The durable jobs that this process is performing, and the heartbeat that keeps their leases alive. */
@ApplicationScoped
class RunningJobs {

    private static final Logger LOG = Logger.getLogger(RunningJobs.class);

    private final JobTable jobs;
    private final JobSettings settings;
    private final Timeline timeline;
    private final Map<JobContext, Duration> deadlines = new ConcurrentHashMap<>();
    private final ScheduledExecutorService pulse = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "heartbeat");
        thread.setDaemon(true);
        return thread;
    });

    RunningJobs(JobTable jobs, JobSettings settings, Timeline timeline) {
        this.jobs = jobs;
        this.settings = settings;
        this.timeline = timeline;
    }

    void begin(@Observes StartupEvent event) {
        long period = settings.heartbeat().toMillis();
        pulse.scheduleWithFixedDelay(this::beat, period, period, TimeUnit.MILLISECONDS);
    }

    @PreDestroy
    void endHeartbeat() {
        pulse.shutdownNow();
    }

    /** @param deadline after which there are no more heartbeats for this run */
    void add(JobContext run, Duration deadline) {
        deadlines.put(run, deadline);
    }

    void remove(JobContext run) {
        deadlines.remove(run);
    }

    int count() {
        return deadlines.size();
    }

    void interruptAll(Interruption why) {
        deadlines.keySet().forEach(run -> run.interrupt(why));
    }

    void beat() {
        deadlines.forEach((run, deadline) -> {
            try {
                if (run.millis() > deadline.toMillis()) {
                    run.interrupt(Interruption.DEADLINE);
                } else if (!extend(run)) {
                    run.interrupt(Interruption.LEASE_LOST);
                }
            } catch (RuntimeException e) {
                LOG.warnf("no heartbeat for job %s: %s", run.job(), e.getMessage());
            }
        });
    }

    @Transactional
    boolean extend(JobContext run) {
        return jobs.extend(run, settings.lease())
                .map(job -> {
                    timeline.note(job, Step.HEARTBEAT, null);
                    return true;
                })
                .orElse(false);
    }
}
