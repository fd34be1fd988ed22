package dev.darkroom.jobs;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Claims the due jobs of each lane and sends them to its consumers, when it is woken and at every poll. With a broker, every
 * process hands them over instead.
 */
@ApplicationScoped
class Relay {

    private static final Logger LOG = Logger.getLogger("job");
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private final JobTable jobs;
    private final JobRunner runner;
    private final RunningJobs running;
    private final Transport transport;
    private final BrokerRelay broker;
    private final ProcessRun process;
    private final Map<Lane, BackgroundThreads.Loop> loops = new EnumMap<>(Lane.class);
    /** The tokens of failed picks: their commits may have happened. */
    private final Set<UUID> unclear = ConcurrentHashMap.newKeySet();

    private volatile boolean ended;

    Relay(
            JobTable jobs,
            JobRunner runner,
            RunningJobs running,
            Transport transport,
            BrokerRelay broker,
            BackgroundThreads threads,
            ProcessRun process,
            JobSettings settings) {
        this.jobs = jobs;
        this.runner = runner;
        this.running = running;
        this.transport = transport;
        this.broker = broker;
        this.process = process;
        for (Lane lane : Lane.values()) {
            loops.put(lane, threads.loop("relay " + lane.label(), settings.poll(), () -> pick(lane)));
        }
    }

    /** Starts late, so that no job runs in a process that refuses to start. */
    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) StartupEvent event) {
        if (process.relays()) {
            loops.values().forEach(BackgroundThreads.Loop::start);
        }
    }

    /** Waking only saves time: without it, the next poll finds the jobs. */
    void wake(Collection<Lane> lanes) {
        lanes.forEach(lane -> loops.get(lane).wake());
    }

    /** Waits for the current picks, up to {@link #STOP_LIMIT}. */
    void stop() {
        loops.values().parallelStream().forEach(loop -> loop.stop(STOP_LIMIT));
    }

    /** Stops for good. A pick that outlasts the limit gives back what it claims. */
    void end() {
        ended = true;
        stop();
    }

    /** Takes as many due jobs as the lane has free workers, and a few new ones beyond that while its runs are short. */
    void pick(Lane lane) {
        resumeUnclear();
        running.waitingTooLong(lane).forEach(this::giveBack);
        if (process.usesBroker()) {
            if (broker.handOver(lane)) {
                wake(Set.of(lane));
            }
            return;
        }
        int free = Math.max(0, transport.free(lane));
        if (claimAndSend(lane, free, false) == free) {
            claimAndSend(lane, transport.lane(lane).surplus(), true);
        }
    }

    /** A commit without an answer may have claimed jobs: they carry the tokens. Each is sent once. */
    private synchronized void resumeUnclear() {
        if (!unclear.isEmpty()) {
            Set<UUID> tokens = Set.copyOf(unclear);
            List<Job> claimed = jobs.claimedWith(tokens);
            unclear.removeAll(tokens);
            claimed.forEach(this::send);
        }
    }

    private int claimAndSend(Lane lane, int limit, boolean onlyNew) {
        List<Job> claimed = limit > 0 ? claim(lane, limit, onlyNew) : List.of();
        claimed.forEach(this::send);
        return claimed.size();
    }

    List<Job> claim(Lane lane, int limit, boolean onlyNew) {
        return claim(limit, tokens -> jobs.pick(lane, tokens, onlyNew));
    }

    /** Commits the claims before their messages are sent. If the process dies in between, the jobs are rescued. */
    List<Job> claim(int limit, Function<List<UUID>, List<Job>> claim) {
        List<UUID> tokens = Stream.generate(UUID::randomUUID).limit(limit).toList();
        try {
            return claim.apply(tokens);
        } catch (RuntimeException e) {
            unclear.addAll(tokens);
            throw e;
        }
    }

    /** A message that cannot be sent does not stop the others: its job is given back. Returns the end of the run. */
    CompletionStage<Void> send(Job job) {
        JobContext run = runner.claimed(job);
        try {
            if (!ended) {
                return transport.send(run).whenComplete((done, failure) -> wake(Set.of(job.lane)));
            }
        } catch (Throwable e) {
            LOG.warnf("%s not sent, given back: %s", job.label(), e);
        }
        giveBack(run);
        return CompletableFuture.completedStage(null);
    }

    /** Returns a run that nobody has begun to the queue, as if it had not been claimed. If that fails, its lease expires. */
    void giveBack(JobContext run) {
        if (run.giveBack()) {
            try {
                jobs.giveBack(run);
            } catch (RuntimeException e) {
                LOG.warnf("%s is not given back: %s", run.job().label(), DatabaseOutage.describe(e));
            } finally {
                running.remove(run);
            }
        }
    }
}
