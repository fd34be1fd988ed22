package dev.darkroom.jobs;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Hands due jobs over to the consumers of their lane when it is woken and at every poll; waking only saves time. */
@ApplicationScoped
class Relay {

    private static final Logger LOG = Logger.getLogger("job");
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private final JobTable jobs;
    private final Transport transport;
    private final ProcessRun.Role role;
    private final BackgroundThreads.Loop loop;

    Relay(
            JobTable jobs,
            Transport transport,
            BackgroundThreads threads,
            JobSettings settings,
            @ConfigProperty(name = "darkroom.role") ProcessRun.Role role) {
        this.jobs = jobs;
        this.transport = transport;
        this.role = role;
        this.loop = threads.loop("relay", settings.poll(), this::handOverAll);
    }

    /** Starts last, so that no job runs in a process that refuses to start. */
    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) StartupEvent event) {
        if (role.runsJobs()) {
            loop.start();
        }
    }

    boolean isRunning() {
        return loop.isRunning();
    }

    void wake() {
        loop.wake();
    }

    /** Waits for the current turn, up to {@link #STOP_LIMIT}. This process hands over no job after that turn. */
    void stop() {
        loop.stop(STOP_LIMIT);
    }

    /** One lane that fails does not stop the others. */
    private void handOverAll() throws Throwable {
        Throwable failure = null;
        for (Lane lane : Lane.values()) {
            try {
                handOver(lane);
            } catch (Throwable e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Commits the mark of each job before its message is sent. */
    void handOver(Lane lane) {
        int capacity = transport.capacity(lane);
        if (capacity > 0) {
            mark(lane, capacity).forEach(job -> send(lane, job));
        }
    }

    /** The job of a lost message is due again when the mark expires. If a job is sent twice, one claim finds nothing. */
    @Transactional
    List<Job> mark(Lane lane, int limit) {
        return jobs.handOver(lane, limit);
    }

    /** A message that cannot be sent does not stop the others: its job is due again when the mark expires. */
    private void send(Lane lane, Job job) {
        try {
            transport.send(lane, job.id).whenComplete((done, failure) -> wake());
        } catch (Throwable e) {
            LOG.warnf("%s not sent, due again when its hand-over expires: %s", job.label(), e);
        }
    }
}
