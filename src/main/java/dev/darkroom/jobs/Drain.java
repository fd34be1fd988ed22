package dev.darkroom.jobs;

import dev.darkroom.jobs.JobContext.Interruption;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/** The orderly end of a process: nothing new is begun, what runs may finish, what does not finish is given back. */
@Readiness
@ApplicationScoped
class Drain implements HealthCheck {

    private static final Logger LOG = Logger.getLogger("job");
    private static final Duration TO_STOP = Duration.ofSeconds(5);

    private final RelayLoop relay;
    private final RunningJobs running;
    private final JobTable jobs;
    private final ProcessRun process;
    private final DrainSettings settings;
    private final WakeUp wakeUp;
    private final ScheduledTasks turns;
    private volatile boolean ending;
    private volatile int wereRunning;

    Drain(
            RelayLoop relay,
            RunningJobs running,
            JobTable jobs,
            ProcessRun process,
            DrainSettings settings,
            WakeUp wakeUp,
            ScheduledTasks turns) {
        this.relay = relay;
        this.running = running;
        this.jobs = jobs;
        this.process = process;
        this.settings = settings;
        this.wakeUp = wakeUp;
        this.turns = turns;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("takes work").status(!ending).build();
    }

    void begin(@Observes ShutdownDelayInitiatedEvent event) {
        ending = true;
        relay.stop();
        wereRunning = running.count();
    }

    void finish(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) ShutdownEvent event) {
        relay.stop();
        wereRunning = Math.max(wereRunning, running.count());
        int handedBack = takeBack();
        wakeUp.callOthers();
        String end =
                idleWithin(settings.grace()) ? "drained: %d running jobs finished".formatted(wereRunning) : release();
        fallSilent();
        LOG.infof("%s, %d handed back", end, handedBack);
    }

    private String release() {
        int late = running.count();
        running.interruptAll(Interruption.DRAIN);
        idleWithin(TO_STOP);
        wakeUp.callOthers();
        return "released: %d jobs interrupted, %d of them left to their lease".formatted(late, running.count());
    }

    /** What is left to its lease must not be kept alive by us, and the last line in the log is the last. */
    private void fallSilent() {
        running.endHeartbeat();
        turns.end();
    }

    @Transactional
    int takeBack() {
        return jobs.takeBack(process.id());
    }

    private boolean idleWithin(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (running.count() > 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        return running.count() == 0;
    }
}
