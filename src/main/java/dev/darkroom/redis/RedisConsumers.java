package dev.darkroom.redis;

import dev.darkroom.jobs.Deliveries;
import dev.darkroom.jobs.Lane;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Receives the entries of each lane and acknowledges them when the jobs have no more need of them. */
@ApplicationScoped
class RedisConsumers {

    private static final CompletionStage<Void> RECEIVED = CompletableFuture.completedStage(null);
    private final Deliveries deliveries;

    RedisConsumers(Deliveries deliveries) {
        this.deliveries = deliveries;
    }

    @Incoming("redis-mail")
    CompletionStage<Void> mail(Message<String> entry) {
        return receive(Lane.MAIL, entry);
    }

    @Incoming("redis-images")
    CompletionStage<Void> images(Message<String> entry) {
        return receive(Lane.IMAGES, entry);
    }

    @Incoming("redis-video")
    CompletionStage<Void> video(Message<String> entry) {
        return receive(Lane.VIDEO, entry);
    }

    @Incoming("redis-payments")
    CompletionStage<Void> payments(Message<String> entry) {
        return receive(Lane.PAYMENTS, entry);
    }

    /** Returns at once, and is then called with the next entry, however long this one waits for its acknowledgement. */
    private CompletionStage<Void> receive(Lane lane, Message<String> entry) {
        RECEIVED.thenCompose(none -> deliveries.receive(lane, entry.getPayload()))
                .whenComplete((done, failure) -> entry.ack());
        return RECEIVED;
    }
}
