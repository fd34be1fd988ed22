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

    /** Returns a completed stage, because otherwise the next entry would wait for the acknowledgement of this one. */
    private CompletionStage<Void> receive(Lane lane, Message<String> entry) {
        deliveries.receive(lane, entry.getPayload()).thenRun(entry::ack);
        return CompletableFuture.completedStage(null);
    }
}
