package dev.darkroom.redis;

import dev.darkroom.jobs.Broker;
import dev.darkroom.jobs.Lane;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.RedisAPI;
import io.vertx.mutiny.redis.client.RedisConnection;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Adds the ids of jobs to the streams, all on one connection, which keeps their order. */
@ApplicationScoped
class RedisBroker implements Broker {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** Made when it is first needed, and again when it has ended. */
    private final Uni<RedisAPI> connection;

    private volatile boolean ended;

    RedisBroker(Redis redis) {
        connection = redis.connect()
                .onItemOrFailure()
                .invoke(this::begin)
                .map(RedisAPI::api)
                .memoize()
                .until(() -> ended);
    }

    private void begin(RedisConnection made, Throwable failure) {
        ended = made == null;
        if (made != null) {
            made.endHandler(() -> ended = true);
        }
    }

    @Override
    public String transport() {
        return "redis";
    }

    @Override
    public boolean isReachable() {
        try {
            send(redis -> redis.ping(List.of())).await().atMost(PATIENCE);
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    @Override
    public CompletionStage<Void> publish(Lane lane, UUID job) {
        List<String> entry = List.of(RedisConnector.stream(lane), "*", "job", job.toString());
        return send(redis -> redis.xadd(entry)).replaceWithVoid().subscribeAsCompletionStage();
    }

    private Uni<Response> send(Function<RedisAPI, Uni<Response>> command) {
        return connection.onFailure().transform(NotSent::new).chain(redis -> command.apply(redis)
                .onFailure(RedisBroker::isReply)
                .transform(NotSent::new));
    }

    /** Whether Redis refused a command. The client reports a lost connection in the same way, but that proves nothing. */
    private static boolean isReply(Throwable failure) {
        return failure instanceof io.vertx.redis.client.Response && !"CONNECTION_CLOSED".equals(failure.getMessage());
    }
}
