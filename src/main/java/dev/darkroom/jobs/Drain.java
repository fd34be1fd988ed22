package dev.darkroom.jobs;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduler;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/** The orderly shutdown of a process: it takes no new jobs, lets the running ones finish, and releases the rest. */
@Readiness
@ApplicationScoped
class Drain implements HealthCheck {

    private static final Logger LOG = Logger.getLogger("job");
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private final Relay relay;
    private final BrokerConsumer consumer;
    private final RelaySignal signal;
    private final RunningJobs running;
    private final BackgroundThreads threads;
    private final ProcessRun process;
    private final Scheduler scheduler;
    private final JobSettings.Drain settings;
    private volatile boolean ending;
    private volatile int wereRunning;

    Drain(
            Relay relay,
            BrokerConsumer consumer,
            RelaySignal signal,
            RunningJobs running,
            BackgroundThreads threads,
            ProcessRun process,
            Scheduler scheduler,
            JobSettings.Drain settings) {
        this.relay = relay;
        this.consumer = consumer;
        this.signal = signal;
        this.running = running;
        this.threads = threads;
        this.process = process;
        this.scheduler = scheduler;
        this.settings = settings;
    }

    @Override
    public HealthCheckResponse call() {
        Optional<String> problem = problem();
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("takes work").status(problem.isEmpty());
        problem.or(process::brokerProblem).ifPresent(reason -> response.withData("reason", reason));
        return response.build();
    }

    private Optional<String> problem() {
        if (ending) {
            return Optional.of("The process is ending.");
        }
        if (process.hasLostDatabase()) {
            return Optional.of("The database is unavailable.");
        }
        // Without its broker, a process that serves pages still accepts work, and a worker gets none.
        return threads.problem().or(() -> process.servesPages() ? Optional.empty() : process.brokerProblem());
    }

    void begin(@Observes ShutdownDelayInitiatedEvent event) {
        ending = true;
        attempt(consumer::end);
        attempt(relay::end);
        wereRunning = running.count();
    }

    /** Each step is tried, whatever becomes of the others: the database may be away. */
    void finish(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) ShutdownEvent event) {
        attempt(consumer::end);
        attempt(relay::end);
        wereRunning = Math.max(wereRunning, running.count());
        running.all().forEach(run -> attempt(() -> relay.giveBack(run)));
        attempt(() -> signal.wakeOthers(List.of(Lane.values())));
        String end =
                idleWithin(settings.grace()) ? "drained: %d running jobs finished".formatted(wereRunning) : release();
        // Leases of runs that ignore the interrupt must expire, and nothing may log after the last line.
        attempt(running::stopHeartbeat);
        attempt(consumer::stop);
        attempt(scheduler::pause);
        LOG.info(end);
    }

    private String release() {
        int late = running.count();
        running.interruptAll(JobContext.Interruption.DRAIN);
        idleWithin(STOP_LIMIT);
        attempt(() -> signal.wakeOthers(List.of(Lane.values())));
        return "released: %d jobs interrupted, %d of them left to their lease".formatted(late, running.count());
    }

    private static void attempt(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            LOG.warnf("a step of the drain failed: %s", DatabaseOutage.describe(e));
        }
    }

    private boolean idleWithin(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (running.count() > 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        return running.count() == 0;
    }
}
