package dev.darkroom.redis;

import dev.darkroom.jobs.Deliveries;
import dev.darkroom.jobs.Lane;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Passes the entries of each lane on, and acknowledges each when its delivery has ended, also by a failure. */
@ApplicationScoped
class RedisConsumers {

    private static final CompletionStage<Void> RECEIVED = CompletableFuture.completedStage(null);
    private final Deliveries deliveries;

    RedisConsumers(Deliveries deliveries) {
        this.deliveries = deliveries;
    }

    /** Returns at once, and is then called with the next entry, however long this one waits for its acknowledgement. */
    @Incoming("redis-mail")
    @Incoming("redis-images")
    @Incoming("redis-video")
    @Incoming("redis-payments")
    CompletionStage<Void> receive(Message<String> entry) {
        RECEIVED.thenApply(none -> entry.getMetadata(Lane.class).orElseThrow())
                .thenCompose(lane -> deliveries.receive(lane, entry.getPayload()))
                .whenComplete((done, failure) -> entry.ack());
        return RECEIVED;
    }
}
