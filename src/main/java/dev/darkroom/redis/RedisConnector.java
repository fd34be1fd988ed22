package dev.darkroom.redis;

import dev.darkroom.jobs.Deliveries;
import dev.darkroom.jobs.Lane;
import dev.darkroom.jobs.ProcessRun;
import io.quarkus.redis.client.RedisClientName;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.redis.datasource.stream.StreamMessage;
import io.quarkus.redis.datasource.stream.XReadGroupArgs;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.MultiEmitter;
import io.smallrye.reactive.messaging.connector.InboundConnector;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;
import org.jboss.logging.Logger;

/** Reads the stream of each lane, on a thread of its own, and acknowledges what has been delivered. */
@ApplicationScoped
@Connector("redis")
class RedisConnector implements InboundConnector {

    private static final Logger LOG = Logger.getLogger(RedisConnector.class);
    private static final String GROUP = "darkroom";
    private static final long UNTIL_FREE = Duration.ofMillis(2).toNanos();
    private static final long UNTIL_RETRY = Duration.ofSeconds(1).toNanos();

    /** Also deletes idle consumers with nothing pending. A living one comes back when it reads. A script is atomic. */
    private static final String PREPARE_GROUP =
            """
            redis.pcall('XGROUP', 'CREATE', KEYS[1], ARGV[1], '0', 'MKSTREAM')
            for _, consumer in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])) do
              local name, pending, idle = consumer[2], consumer[4], consumer[6]
              local abandoned = pending == 0 and idle > tonumber(ARGV[2])
              if abandoned then redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], name) end
            end""";

    private final RedisDataSource redis;
    private final Deliveries deliveries;
    private final ProcessRun process;
    private final RedisBroker broker;
    private volatile boolean ending;

    RedisConnector(
            @RedisClientName("readers") RedisDataSource redis,
            Deliveries deliveries,
            ProcessRun process,
            RedisBroker broker) {
        this.redis = redis;
        this.broker = broker;
        this.deliveries = deliveries;
        this.process = process;
    }

    static String stream(Lane lane) {
        return "darkroom:" + lane.label();
    }

    @Override
    public Multi<Message<String>> getPublisher(Config channel) {
        Lane lane = channel.getValue("lane", Lane.class);
        return Multi.createFrom().emitter(entries -> new Thread(() -> read(lane, entries), stream(lane)).start());
    }

    private void read(Lane lane, MultiEmitter<? super Message<String>> entries) {
        boolean failed = false;
        boolean said = false;
        while (!ending) {
            try {
                int free = deliveries.free(lane);
                if (free < 1) {
                    LockSupport.parkNanos(UNTIL_FREE);
                    continue;
                }
                redis.withConnection(
                        one -> readNext(one, stream(lane), free).forEach(entry -> entries.emit(message(lane, entry))));
                if (said) {
                    LOG.infof("%s is read again", stream(lane));
                }
                failed = said = false;
            } catch (Throwable e) {
                // The relay says that Redis is away. One failure may be that of a connection that has ended.
                if (failed && !said && broker.problem().isEmpty()) {
                    LOG.warnf("%s cannot be read, trying again each second: %s", stream(lane), e.getMessage());
                    said = true;
                }
                failed = true;
                LockSupport.parkNanos(UNTIL_RETRY);
            }
        }
    }

    /** Entries that other processes have not acknowledged for two leases, or else new ones. */
    private List<StreamMessage<String, String, String>> readNext(RedisDataSource one, String stream, int count) {
        var streams = one.stream(String.class);
        Duration abandoned = process.lease().multipliedBy(2);
        one.execute("EVAL", PREPARE_GROUP, "1", stream, GROUP, Long.toString(abandoned.toMillis()));
        var taken = streams.xautoclaim(stream, GROUP, process.name(), abandoned, "0", count);
        XReadGroupArgs limits = new XReadGroupArgs().count(count).block(Duration.ofSeconds(2));
        return taken.getMessages().isEmpty()
                ? streams.xreadgroup(GROUP, process.name(), stream, ">", limits)
                : taken.getMessages();
    }

    private Message<String> message(Lane lane, StreamMessage<String, String, String> entry) {
        String body = entry.payload().getOrDefault("job", entry.payload().toString());
        return Message.of(body, Metadata.of(lane), () -> acknowledge(entry.key(), entry.id()));
    }

    /** Without it, the entry stays pending, and is delivered again after two leases. */
    private CompletionStage<Void> acknowledge(String stream, String id) {
        var client = redis.getReactive().getRedis();
        List<Request> transaction = List.of(
                Request.cmd(Command.MULTI),
                Request.cmd(Command.XACK).arg(stream).arg(GROUP).arg(id),
                Request.cmd(Command.XDEL).arg(stream).arg(id),
                Request.cmd(Command.EXEC));
        return client.batch(transaction)
                .onFailure()
                .invoke(failure -> LOG.debugf("%s in %s is not acknowledged: %s", id, stream, failure.getMessage()))
                .replaceWithVoid()
                .subscribeAsCompletionStage();
    }

    void end(@Observes ShutdownEvent event) {
        ending = true;
    }
}
