package dev.darkroom.jobs;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Claims due jobs and sends them to the consumers of their lane, when it is woken and at every poll. */
@ApplicationScoped
class Relay {

    private static final Logger LOG = Logger.getLogger("job");
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private final JobTable jobs;
    private final JobRunner runner;
    private final LanePauses pauses;
    private final RunningJobs running;
    private final Transport transport;
    private final ProcessRun.Role role;
    private final Duration poll;
    private final Duration heartbeat;
    private final BackgroundThreads.Loop loop;
    private final Set<Lane> woken = ConcurrentHashMap.newKeySet();
    /** The tokens of picks whose commit got no answer. */
    private final Set<UUID> unclear = ConcurrentHashMap.newKeySet();

    private volatile boolean ended;
    private long lookedAtAllNanos;

    Relay(
            JobTable jobs,
            JobRunner runner,
            LanePauses pauses,
            RunningJobs running,
            Transport transport,
            BackgroundThreads threads,
            JobSettings settings,
            @ConfigProperty(name = "darkroom.role") ProcessRun.Role role) {
        this.jobs = jobs;
        this.runner = runner;
        this.pauses = pauses;
        this.running = running;
        this.transport = transport;
        this.role = role;
        this.poll = settings.poll();
        this.heartbeat = settings.heartbeat();
        this.loop = threads.loop("relay", settings.poll(), this::turn);
    }

    /** Starts last, so that no job runs in a process that refuses to start. */
    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) StartupEvent event) {
        if (role.runsJobs()) {
            loop.start();
        }
    }

    /** Waking only saves time: without it, the next poll finds the jobs. */
    void wake(Collection<Lane> lanes) {
        woken.addAll(lanes);
        loop.wake();
    }

    /** Waits for the current turn, up to {@link #STOP_LIMIT}. */
    void stop() {
        loop.stop(STOP_LIMIT);
    }

    /** Stops for good. A claim that outlasts the limit is given back. */
    void end() {
        ended = true;
        stop();
    }

    /** Looks at the lanes that were woken, or at all of them after a pause. A lane that fails does not stop the others. */
    private void turn() throws Throwable {
        boolean poll = isPollDue();
        List<Lane> lanes = poll ? List.of(Lane.values()) : List.copyOf(woken);
        woken.removeAll(lanes);
        if (poll) {
            giveBackWaiting();
        }
        Throwable failure = null;
        for (Lane lane : lanes) {
            try {
                pick(lane);
            } catch (Throwable e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private boolean isPollDue() {
        boolean due = woken.isEmpty() || System.nanoTime() - lookedAtAllNanos >= poll.toNanos();
        if (due) {
            lookedAtAllNanos = System.nanoTime();
        }
        return due;
    }

    /** What no worker has begun within a heartbeat, or belongs to a paused lane, is for another process. */
    private void giveBackWaiting() {
        List<Lane> paused = pauses.all();
        running.all().stream()
                .filter(run -> run.waits(heartbeat) || paused.contains(run.job().lane))
                .forEach(runner::giveBack);
    }

    /** Takes as many due jobs as the lane has free workers, and a few new ones beyond that while its runs are short. */
    void pick(Lane lane) {
        resumeUnclear();
        int free = transport.free(lane);
        int surplus = transport.surplus(lane);
        int taken = surplus > 0 && !ended ? claimAndSend(lane, Math.max(0, free) + surplus, true) : 0;
        if (free > taken && !ended) {
            claimAndSend(lane, free - taken, false);
        }
    }

    private int claimAndSend(Lane lane, int limit, boolean onlyNew) {
        List<Job> claimed = claim(lane, limit, onlyNew);
        claimed.forEach(this::send);
        return claimed.size();
    }

    /** Commits the claims before their messages are sent. If a process dies in between, the jobs are rescued. */
    List<Job> claim(Lane lane, int limit, boolean onlyNew) {
        List<UUID> tokens = Stream.generate(UUID::randomUUID).limit(limit).toList();
        try {
            return claim(lane, tokens, onlyNew);
        } catch (RuntimeException e) {
            unclear.addAll(tokens);
            throw e;
        }
    }

    @Transactional
    List<Job> claim(Lane lane, List<UUID> tokens, boolean onlyNew) {
        return jobs.pick(lane, tokens, onlyNew);
    }

    /** A commit without an answer may have claimed jobs: they carry the tokens. */
    private void resumeUnclear() {
        if (!unclear.isEmpty()) {
            Set<UUID> tokens = Set.copyOf(unclear);
            jobs.claimedWith(tokens).forEach(this::send);
            unclear.removeAll(tokens);
        }
    }

    /** A message that cannot be sent does not stop the others: its job is given back. */
    private void send(Job job) {
        JobContext run = runner.claimed(job);
        if (ended) {
            runner.giveBack(run);
            return;
        }
        try {
            transport.send(run).whenComplete((done, failure) -> wake(Set.of(job.lane)));
        } catch (Throwable e) {
            LOG.warnf("%s not sent, given back: %s", job.label(), e);
            runner.giveBack(run);
        }
    }
}
