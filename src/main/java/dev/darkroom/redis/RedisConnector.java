package dev.darkroom.redis;

import dev.darkroom.jobs.Deliveries;
import dev.darkroom.jobs.Lane;
import dev.darkroom.jobs.ProcessRun;
import io.quarkus.redis.client.RedisClientName;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.redis.datasource.stream.StreamCommands;
import io.quarkus.redis.datasource.stream.StreamMessage;
import io.quarkus.redis.datasource.stream.XReadGroupArgs;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.connector.InboundConnector;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;
import org.jboss.logging.Logger;

/** Reads the stream of each lane on a thread of its own, until the process ends. */
@ApplicationScoped
@Connector("redis")
class RedisConnector implements InboundConnector {

    private static final Logger LOG = Logger.getLogger(RedisConnector.class);
    private static final String GROUP = "darkroom";
    private static final Duration BLOCK = Duration.ofSeconds(2);
    private static final Duration UNTIL_FREE = Duration.ofMillis(50);
    private static final Duration UNTIL_RETRY = Duration.ofSeconds(1);

    /**
     * Creates the group, if there is none, and deletes the consumers of dead processes. Nobody else's command comes between
     * those of a script: a consumer cannot read an entry, which would be forgotten with it, just before it is deleted.
     */
    private static final String TIDY_GROUP =
            """
            redis.pcall('XGROUP', 'CREATE', KEYS[1], ARGV[1], '0', 'MKSTREAM')
            for _, consumer in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])) do
              local name, pending, idle = consumer[2], consumer[4], consumer[6]
              if pending == 0 and idle > tonumber(ARGV[2]) then
                redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], name)
              end
            end""";

    private final RedisDataSource redis;
    private final StreamCommands<String, String, String> streams;
    private final Deliveries deliveries;
    private final String consumer;
    private final Duration abandoned;
    private final AtomicBoolean failing = new AtomicBoolean();
    private volatile boolean ending;

    RedisConnector(@RedisClientName("readers") RedisDataSource redis, Deliveries deliveries, ProcessRun process) {
        this.redis = redis;
        this.streams = redis.stream(String.class);
        this.deliveries = deliveries;
        this.consumer = process.name();
        this.abandoned = process.lease().multipliedBy(2);
    }

    static String stream(Lane lane) {
        return "darkroom:" + lane.label();
    }

    @Override
    public Flow.Publisher<Message<String>> getPublisher(Config channel) {
        Lane lane = channel.getValue("lane", Lane.class);
        return Multi.createBy()
                .repeating()
                .supplier(new Reader(lane)::turn)
                .whilst(read -> !ending)
                .runSubscriptionOn(loop -> new Thread(loop, stream(lane)).start())
                .onItem()
                .disjoint();
    }

    void end(@Observes ShutdownEvent event) {
        ending = true;
    }

    private class Reader {

        private final Lane lane;
        private final String stream;
        private long nextSweep = System.nanoTime();

        Reader(Lane lane) {
            this.lane = lane;
            this.stream = stream(lane);
        }

        /** Reads as many entries as the lane has free workers, or nothing for a while. Never fails. */
        List<Message<String>> turn() {
            try {
                int free = deliveries.free(lane);
                if (free < 1) {
                    return nothingFor(UNTIL_FREE);
                }
                List<Message<String>> messages =
                        read(free).stream().map(this::message).toList();
                if (failing.compareAndSet(true, false)) {
                    LOG.info("Redis is back");
                }
                return messages;
            } catch (RuntimeException e) {
                if (!ending && failing.compareAndSet(false, true)) {
                    LOG.warnf("Redis cannot be read; trying again each second: %s", e.getMessage());
                }
                nextSweep = System.nanoTime();
                return nothingFor(UNTIL_RETRY);
            }
        }

        /** What another process has left comes first. */
        private List<StreamMessage<String, String, String>> read(int count) {
            if (System.nanoTime() - nextSweep >= 0) {
                redis.execute("EVAL", TIDY_GROUP, "1", stream, GROUP, Long.toString(abandoned.toMillis()));
                var left = streams.xautoclaim(stream, GROUP, consumer, abandoned, "0", count)
                        .getMessages();
                if (!left.isEmpty()) {
                    return left;
                }
                nextSweep = System.nanoTime() + abandoned.toNanos();
            }
            return streams.xreadgroup(
                    GROUP,
                    consumer,
                    stream,
                    ">",
                    new XReadGroupArgs().count(count).block(BLOCK));
        }

        private Message<String> message(StreamMessage<String, String, String> entry) {
            String body = entry.payload().getOrDefault("job", entry.payload().toString());
            return Message.of(body, () -> acknowledge(entry.id()));
        }

        /** An entry whose acknowledgement is lost stays pending, and is delivered again. */
        private CompletionStage<Void> acknowledge(String id) {
            List<Request> transaction = List.of(
                    Request.cmd(Command.MULTI),
                    Request.cmd(Command.XACK).arg(stream).arg(GROUP).arg(id),
                    Request.cmd(Command.XDEL).arg(stream).arg(id),
                    Request.cmd(Command.EXEC));
            return redis.getReactive()
                    .getRedis()
                    .batch(transaction)
                    .replaceWithVoid()
                    .subscribeAsCompletionStage();
        }

        private List<Message<String>> nothingFor(Duration pause) {
            LockSupport.parkNanos(pause.toNanos());
            return List.of();
        }
    }
}
