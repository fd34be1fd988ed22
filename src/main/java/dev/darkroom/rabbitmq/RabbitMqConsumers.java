package dev.darkroom.rabbitmq;

import dev.darkroom.jobs.Deliveries;
import dev.darkroom.jobs.Lane;
import io.smallrye.reactive.messaging.rabbitmq.IncomingRabbitMQMessage;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** The receiving ends of the lanes' queues. */
@ApplicationScoped
class RabbitMqConsumers {

    private static final CompletionStage<Void> RECEIVED = CompletableFuture.completedStage(null);

    private final Deliveries deliveries;
    /** The consumer of the last message of each lane. RabbitMQ gives it another tag after a reconnect. */
    private final Map<Lane, String> tags = new ConcurrentHashMap<>();

    RabbitMqConsumers(Deliveries deliveries) {
        this.deliveries = deliveries;
    }

    @Incoming("rabbitmq-mail")
    CompletionStage<Void> mail(IncomingRabbitMQMessage<?> message) {
        return receive(Lane.MAIL, message);
    }

    @Incoming("rabbitmq-images")
    CompletionStage<Void> images(IncomingRabbitMQMessage<?> message) {
        return receive(Lane.IMAGES, message);
    }

    @Incoming("rabbitmq-video")
    CompletionStage<Void> video(IncomingRabbitMQMessage<?> message) {
        return receive(Lane.VIDEO, message);
    }

    @Incoming("rabbitmq-payments")
    CompletionStage<Void> payments(IncomingRabbitMQMessage<?> message) {
        return receive(Lane.PAYMENTS, message);
    }

    /**
     * Returns at once, and is then called with the next message, up to the prefetch. A message of an earlier connection is
     * delivered again: RabbitMQ closes the channel of an acknowledgement that it does not expect.
     */
    private CompletionStage<Void> receive(Lane lane, IncomingRabbitMQMessage<?> message) {
        String tag = message.message.consumerTag();
        tags.put(lane, tag);
        CompletableFuture.completedFuture(message.message.body().toString())
                .thenCompose(body -> deliveries.receive(lane, body))
                .whenComplete((done, failure) -> {
                    if (tag.equals(tags.get(lane))) {
                        message.ack();
                    }
                });
        return RECEIVED;
    }
}
