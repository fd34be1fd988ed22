package dev.darkroom.redis;

import dev.darkroom.jobs.Broker;
import dev.darkroom.jobs.Lane;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Adds the ids of jobs to the streams, all on one connection, which keeps their order. */
@ApplicationScoped
class RedisBroker implements Broker {

    /** Redis would refuse it as it refuses a publication, and adds nothing, because there is no such stream. */
    private static final Request PROBE = Request.cmd(Command.XADD, "darkroom:none", "NOMKSTREAM", "*", "job", "none");

    private final Redis redis;
    private volatile Future<RedisConnection> connection = Future.failedFuture("not needed yet");

    RedisBroker(Redis redis) {
        this.redis = redis;
    }

    @Override
    public String transport() {
        return "redis";
    }

    @Override
    public Optional<String> problem() {
        return send(PROBE)
                .map(Optional.<String>empty())
                .otherwise(failure -> Optional.of(String.valueOf(failure.getMessage())))
                .toCompletionStage()
                .toCompletableFuture()
                .completeOnTimeout(Optional.of("no answer"), 1, TimeUnit.SECONDS)
                .join();
    }

    @Override
    public CompletionStage<Void> publish(Lane lane, UUID job) {
        Request add = Request.cmd(Command.XADD, RedisConnector.stream(lane), "*", "job", job.toString());
        return send(add).<Void>mapEmpty().toCompletionStage();
    }

    private Future<Response> send(Request request) {
        return connection()
                .recover(failure -> Future.failedFuture(new NotSent(failure)))
                .compose(open -> open.send(request))
                .recover(failure -> Future.failedFuture(isReply(failure) ? new NotSent(failure) : failure));
    }

    private synchronized Future<RedisConnection> connection() {
        if (connection.failed()) {
            connection = redis.connect();
            connection.onSuccess(open -> open.endHandler(end -> connection = Future.failedFuture("ended")));
        }
        return connection;
    }

    /** Whether Redis refused a command. The client reports a lost connection in the same way, but that proves nothing. */
    private static boolean isReply(Throwable failure) {
        return failure instanceof Response && !"CONNECTION_CLOSED".equals(failure.getMessage());
    }
}
