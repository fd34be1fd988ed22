package dev.darkroom.jobs;

import dev.darkroom.jobs.JobContext.Interruption;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** The runs that this process has claimed, and the heartbeat that keeps their leases alive. */
@ApplicationScoped
public class RunningJobs {

    private static final Logger LOG = Logger.getLogger("job");
    private static final Duration STOP_LIMIT = Duration.ofSeconds(1);
    private static final Duration LONG_WAIT = Duration.ofMillis(500);
    private static final Duration AFTER_A_LOCK = Duration.ofMillis(500);

    private final JobTable jobs;
    private final Transport transport;
    private final BackgroundThreads threads;
    private final LanePauses pauses;
    private final ProcessRun process;
    private final JobSettings settings;
    private final Set<JobContext> runs = ConcurrentHashMap.newKeySet();
    private final BackgroundThreads.Loop heartbeat;

    RunningJobs(
            JobTable jobs,
            Transport transport,
            LanePauses pauses,
            ProcessRun process,
            JobSettings settings,
            BackgroundThreads threads) {
        this.jobs = jobs;
        this.transport = transport;
        this.threads = threads;
        this.pauses = pauses;
        this.process = process;
        this.settings = settings;
        this.heartbeat = threads.heartbeat("heartbeat", settings.heartbeat(), this::beat);
    }

    void startHeartbeat(@Observes StartupEvent event) {
        heartbeat.start();
    }

    @PreDestroy
    void stopHeartbeat() {
        heartbeat.stop(STOP_LIMIT);
    }

    void add(JobContext run) {
        runs.add(run);
        process.claimed(run.job());
    }

    /** The worker is free for its next job. The run itself may still wait for its settlement. */
    void leaveWorker(JobContext run) {
        threads.removeHanging(run);
        transport.lane(run.job().lane).leave(run);
    }

    /** The run has ended, and what it did is recorded. */
    void remove(JobContext run) {
        runs.remove(run);
        threads.removeHanging(run);
        transport.lane(run.job().lane).remove(run);
    }

    int count() {
        return runs.size();
    }

    /** The job that the calling thread performs. */
    public Optional<Job> current() {
        return runs.stream()
                .filter(run -> run.isOn(Thread.currentThread()))
                .map(JobContext::job)
                .findFirst();
    }

    /** The runs that have waited for a worker longer than a heartbeat, or that wait in a paused lane. */
    List<JobContext> waitingTooLong(Lane lane) {
        List<JobContext> waiting = runs.stream()
                .filter(run -> run.job().lane == lane && run.waits(LONG_WAIT))
                .toList();
        boolean paused = !waiting.isEmpty() && pauses.all().contains(lane);
        return waiting.stream()
                .filter(run -> paused || run.waits(settings.heartbeat()))
                .toList();
    }

    Collection<JobContext> all() {
        return List.copyOf(runs);
    }

    /** Stops the runs of a job that has lost its lease. In other processes, the next heartbeat does. */
    void interrupt(UUID job) {
        runs.stream().filter(run -> run.job().id.equals(job)).forEach(run -> run.interrupt(Interruption.LEASE_LOST));
    }

    void interruptAll(Interruption why) {
        runs.forEach(run -> run.interrupt(why));
    }

    /** Extends all leases in one statement. A run past its deadline gets no more heartbeats. */
    void beat() throws InterruptedException {
        List<JobContext> beating = new ArrayList<>();
        for (JobContext run : runs) {
            if (run.isPastDeadline(settings.lease())) {
                writeOff(run);
            } else if (run.isPastDeadline()) {
                run.interrupt(Interruption.DEADLINE);
            } else {
                beating.add(run);
            }
        }
        while (!beating.isEmpty() && heartbeat.isRunning()) {
            beating = stillLocked(beating);
            if (!beating.isEmpty()) {
                Thread.sleep(AFTER_A_LOCK.toMillis());
                beating.retainAll(runs);
            }
        }
    }

    /** The lane starts another thread for its next job. This one stays counted until it ends, if it ever does. */
    private void writeOff(JobContext run) {
        if (threads.addHanging(run)) {
            LOG.errorf(
                    "%s ignores its interrupt: its thread is replaced",
                    run.job().label());
            transport.lane(run.job().lane).remove(run);
        }
    }

    /** Interrupts the runs that have lost their lease, and returns those whose row another transaction has locked. */
    private List<JobContext> stillLocked(List<JobContext> beating) {
        Map<UUID, Boolean> found = jobs.extend(beating);
        beating.stream()
                .filter(run -> !found.containsKey(run.leaseToken()))
                .forEach(run -> run.interrupt(Interruption.LEASE_LOST));
        return beating.stream()
                .filter(run -> Boolean.FALSE.equals(found.get(run.leaseToken())))
                .collect(Collectors.toCollection(ArrayList::new));
    }
}
