package dev.darkroom.jobs;

import dev.darkroom.jobs.JobContext.Interruption;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** The durable jobs that this process performs, and the heartbeat that keeps their leases alive. */
@ApplicationScoped
class RunningJobs {

    private static final Logger LOG = Logger.getLogger("job");
    private static final Duration STOP_LIMIT = Duration.ofSeconds(1);

    private final JobTable jobs;
    private final Map<JobContext, Duration> deadlines = new ConcurrentHashMap<>();
    private final BackgroundThreads.Loop heartbeat;

    RunningJobs(JobTable jobs, JobSettings settings, BackgroundThreads threads) {
        this.jobs = jobs;
        this.heartbeat = threads.loop("heartbeat", settings.heartbeat(), this::beat);
    }

    void startHeartbeat(@Observes StartupEvent event) {
        heartbeat.start();
    }

    @PreDestroy
    void stopHeartbeat() {
        heartbeat.stop(STOP_LIMIT);
    }

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

    /** A heartbeat that fails does not stop the others. An {@link Error} is rethrown after all of them. */
    void beat() {
        Error failure = null;
        for (Map.Entry<JobContext, Duration> running : deadlines.entrySet()) {
            try {
                beat(running.getKey(), running.getValue());
            } catch (RuntimeException e) {
                LOG.warnf("no heartbeat for %s: %s", running.getKey().job().label(), DatabaseOutage.describe(e));
            } catch (Error e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void beat(JobContext run, Duration deadline) {
        if (run.millis() > deadline.toMillis()) {
            run.interrupt(Interruption.DEADLINE);
        } else if (!extend(run)) {
            run.interrupt(Interruption.LEASE_LOST);
        }
    }

    @Transactional
    boolean extend(JobContext run) {
        return jobs.extend(run).isPresent();
    }
}
