package dev.darkroom.jobs;

import io.quarkus.arc.All;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Hands due jobs over to the broker: marks the rows, and publishes their ids after that commit. If the process dies in
 * between, or a message is lost, the mark expires and the job is handed over again. It is made at the start, which fails if
 * there is no such transport.
 */
@Startup
@ApplicationScoped
class BrokerRelay {

    private static final Logger LOG = Logger.getLogger("job");
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(2);
    private static final Duration PROBE = Duration.ofSeconds(1);

    private final HandOver handOver;
    private final ProcessRun process;
    /** The broker of {@code darkroom.transport}; null with {@code in-memory}. */
    private final Broker broker;

    private volatile boolean away;
    private long probedNanos;

    BrokerRelay(@All List<Broker> brokers, HandOver handOver, ProcessRun process) {
        this.handOver = handOver;
        this.process = process;
        broker = process.usesBroker() ? find(brokers, process.transport()) : null;
        process.reportBroker(this::problem);
    }

    private static Broker find(List<Broker> brokers, String transport) {
        return brokers.stream()
                .filter(one -> one.transport().equals(transport))
                .findFirst()
                .orElseThrow(() -> new ConfigurationException("darkroom.transport (%s) must be in-memory or %s."
                        .formatted(
                                transport,
                                brokers.stream().map(Broker::transport).sorted().collect(Collectors.joining(" or ")))));
    }

    /** Returns whether it found due jobs: more may be due. While the broker is away, no row is marked. */
    boolean handOver(Lane lane) {
        List<Job> marked = isReachable() ? handOver.mark(lane) : List.of();
        publish(lane, marked);
        return !marked.isEmpty();
    }

    /** A message without an answer may have arrived: its mark is left to expire. */
    private void publish(Lane lane, List<Job> marked) {
        Map<UUID, Throwable> notSent = new ConcurrentHashMap<>();
        CompletableFuture<?>[] answers = marked.stream()
                .map(job -> broker.publish(lane, job.id)
                        .handle((sent, failure) ->
                                failure instanceof Broker.NotSent ? notSent.put(job.id, failure) : null))
                .map(CompletionStage::toCompletableFuture)
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(answers)
                .completeOnTimeout(null, ANSWERED_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        if (!notSent.isEmpty()) {
            Throwable reason = notSent.values().iterator().next();
            isAway(true, reason.getMessage());
            handOver.clear(notSent.keySet(), marked.get(0).handedOverAt, reason.getMessage());
        }
    }

    private synchronized boolean isReachable() {
        if (away && System.nanoTime() - probedNanos < PROBE.toNanos()) {
            return false;
        }
        Optional<String> reason = broker.problem();
        isAway(reason.isPresent(), reason.orElse(null));
        return !away;
    }

    private synchronized void isAway(boolean now, String reason) {
        probedNanos = System.nanoTime();
        if (now && !away) {
            LOG.warnf("%s is away, due jobs wait in the table: %s", process.transport(), reason);
        } else if (away && !now) {
            LOG.infof("%s is back", process.transport());
        }
        away = now;
    }

    private Optional<String> problem() {
        String sentence = "The broker (%s) is away. Due jobs wait in the table.".formatted(process.transport());
        return away ? Optional.of(sentence) : Optional.empty();
    }
}
