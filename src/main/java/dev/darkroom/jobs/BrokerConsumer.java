package dev.darkroom.jobs;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Claims the jobs of the messages that a broker delivers, as many as the lane has free workers. A message is acknowledged
 * when its claim is committed or has found no row, so the broker never waits for the work.
 */
@ApplicationScoped
class BrokerConsumer implements Deliveries {

    private static final Logger LOG = Logger.getLogger("job");
    private static final Duration STOP_LIMIT = Duration.ofSeconds(1);

    private final HandOver handOver;
    private final Relay relay;
    private final Transport transport;
    private final LanePauses pauses;
    private final JobNotes notes;
    private final ProcessRun process;
    private final JobSettings settings;
    private final JobSettings.Lanes lanes;
    private final Map<Lane, Queue<Message>> waiting = new EnumMap<>(Lane.class);
    private final Map<Lane, BackgroundThreads.Loop> loops = new EnumMap<>(Lane.class);
    private final AtomicBoolean saidUnreadable = new AtomicBoolean();
    private volatile boolean open;

    BrokerConsumer(
            HandOver handOver,
            Relay relay,
            Transport transport,
            LanePauses pauses,
            JobNotes notes,
            ProcessRun process,
            BackgroundThreads threads,
            JobSettings settings,
            JobSettings.Lanes lanes) {
        this.handOver = handOver;
        this.relay = relay;
        this.transport = transport;
        this.pauses = pauses;
        this.notes = notes;
        this.process = process;
        this.settings = settings;
        this.lanes = lanes;
        for (Lane lane : Lane.values()) {
            waiting.put(lane, new ConcurrentLinkedQueue<>());
            loops.put(lane, threads.loop("claim " + lane.label(), settings.poll(), () -> claim(lane)));
        }
    }

    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) StartupEvent event) {
        if (process.usesBroker() && process.runsJobs()) {
            open = true;
            process.reportLanes(this::report);
            loops.values().forEach(BackgroundThreads.Loop::start);
        }
    }

    /** From now on nothing is claimed: others get the jobs of the messages that wait here. */
    void end() {
        open = false;
        waiting.values().forEach(messages -> giveBack(List.copyOf(messages), messages, "the process is ending"));
    }

    void stop() {
        loops.values().parallelStream().forEach(loop -> loop.stop(STOP_LIMIT));
    }

    @Override
    public CompletionStage<Void> receive(Lane lane, String body) {
        try {
            Message message = new Message(UUID.fromString(body), System.nanoTime(), new CompletableFuture<>());
            waiting.get(lane).add(message);
            loops.get(lane).wake();
            return message.acknowledged;
        } catch (IllegalArgumentException e) {
            process.unclaimed();
            if (!saidUnreadable.getAndSet(true)) {
                LOG.warnf("a message that is no job's id is acknowledged; further ones are not logged: %.100s", body);
            }
            return CompletableFuture.completedFuture(null);
        }
    }

    @Override
    public int free(Lane lane) {
        // In this order: a message is removed after its run has taken a place.
        int waits = waiting.get(lane).size();
        return open ? transport.free(lane) - waits : 0;
    }

    /** Several messages for one job are claimed once. If the claim fails, they wait for the next turn. */
    private void claim(Lane lane) {
        Queue<Message> messages = waiting.get(lane);
        if (!open) {
            // Without an acknowledgement the broker soon sends no more to this process.
            List<Message> late = List.copyOf(messages);
            clear(late, "the process is ending");
            messages.removeAll(late);
            return;
        }
        giveBack(
                messages.stream()
                        .filter(message -> message.waits(settings.heartbeat()))
                        .toList(),
                messages,
                "no worker was free for a heartbeat");
        int free = Math.max(0, transport.free(lane));
        Map<UUID, List<Message>> byJob =
                messages.stream().collect(Collectors.groupingBy(Message::job, LinkedHashMap::new, Collectors.toList()));
        List<UUID> ids = byJob.keySet().stream().limit(free).toList();
        if (ids.isEmpty()) {
            return;
        }
        List<Job> claimed = relay.claim(ids.size(), tokens -> handOver.claim(ids, tokens));
        for (Job job : claimed) {
            Message message = byJob.get(job.id).get(0);
            message.acknowledged.complete(null);
            relay.send(job).whenComplete((done, failure) -> loops.get(lane).wake());
            messages.remove(message);
        }
        List<Message> others = ids.stream()
                .flatMap(id -> byJob.get(id).stream())
                .filter(message -> !message.acknowledged.isDone())
                .toList();
        if (!others.isEmpty() && pauses.all().contains(lane)) {
            giveBack(others, messages, "the lane is paused");
        } else {
            refuse(others, messages);
        }
    }

    /** Clears the marks, so that the jobs are handed over again. If that fails, the marks expire. */
    private void giveBack(List<Message> some, Queue<Message> all, String why) {
        clear(some, why);
        refuse(some, all);
    }

    private void clear(List<Message> some, String why) {
        if (!some.isEmpty()) {
            attempt(() -> handOver.clear(ids(some), null, why));
        }
    }

    private void refuse(List<Message> some, Queue<Message> all) {
        if (!some.isEmpty()) {
            attempt(() -> notes.duplicates(ids(some)));
        }
        for (Message message : some) {
            process.unclaimed();
            all.remove(message);
            message.acknowledged.complete(null);
        }
    }

    private static void attempt(Runnable statement) {
        try {
            statement.run();
        } catch (RuntimeException e) {
            LOG.debugf("a message is acknowledged without its statement: %s", e.getMessage());
        }
    }

    private static List<UUID> ids(List<Message> messages) {
        return messages.stream().map(Message::job).toList();
    }

    /** The workers of each lane, and whether its runs are short, as JSON for the relays. */
    private String report() {
        return Stream.of(Lane.values())
                .map(lane -> "\"%s\": {\"workers\": %d, \"short\": %b}"
                        .formatted(
                                lane.name(),
                                open ? lanes.concurrency(lane) : 0,
                                transport.lane(lane).isShort()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private record Message(UUID job, long receivedNanos, CompletableFuture<Void> acknowledged) {
        boolean waits(Duration longest) {
            return System.nanoTime() - receivedNanos > longest.toNanos();
        }
    }
}
