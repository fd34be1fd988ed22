package dev.darkroom.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BasicProperties;
import com.rabbitmq.client.Envelope;
import dev.darkroom.jobs.Deliveries;
import dev.darkroom.jobs.Lane;
import io.smallrye.reactive.messaging.rabbitmq.ClientHolder;
import io.smallrye.reactive.messaging.rabbitmq.IncomingRabbitMQMessage;
import io.vertx.core.buffer.Buffer;
import io.vertx.rabbitmq.RabbitMQMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.junit.jupiter.api.Test;

/** When a message is acknowledged. */
class RabbitMqConsumersTest {

    private final Map<String, CompletableFuture<Void>> received = new LinkedHashMap<>();
    private final List<String> acknowledged = new ArrayList<>();
    private final RabbitMqConsumers consumers = new RabbitMqConsumers(new Deliveries() {
        @Override
        public CompletionStage<Void> receive(Lane lane, String body) {
            if (body.equals("bad")) {
                throw new IllegalStateException("fails");
            }
            return received.computeIfAbsent(body, name -> new CompletableFuture<>());
        }

        @Override
        public int free(Lane lane) {
            return 1;
        }
    });

    @Test
    void a_message_is_received_at_once_and_acknowledged_when_the_jobs_say_so() {
        assertThat(consumers.mail(message("first", "tag"))).isCompleted();
        assertThat(consumers.mail(message("second", "tag"))).isCompleted();
        assertThat(received).containsOnlyKeys("first", "second");
        assertThat(acknowledged).isEmpty();

        received.get("second").complete(null);

        assertThat(acknowledged).containsExactly("second");
    }

    @Test
    void a_message_that_nobody_can_use_is_acknowledged() {
        consumers.mail(message("bad", "tag"));

        assertThat(acknowledged).containsExactly("bad");
    }

    /** Its number would be that of another message, or of none, and RabbitMQ would close the channel. */
    @Test
    void after_a_reconnect_messages_of_the_earlier_connection_are_not_acknowledged() {
        consumers.mail(message("before", "tag"));
        consumers.images(message("other lane", "tag"));
        consumers.mail(message("after", "new tag"));

        received.values().forEach(one -> one.complete(null));

        assertThat(acknowledged).containsExactlyInAnyOrder("after", "other lane");
    }

    private IncomingRabbitMQMessage<Object> message(String body, String tag) {
        io.vertx.mutiny.rabbitmq.RabbitMQMessage message =
                io.vertx.mutiny.rabbitmq.RabbitMQMessage.newInstance(new Delivery(body, tag));
        ClientHolder unconnected = new ClientHolder(null, null, null, null);
        return new IncomingRabbitMQMessage<>(message, unconnected, null, null, null) {
            @Override
            public CompletionStage<Void> ack(Metadata metadata) {
                acknowledged.add(body);
                return CompletableFuture.completedStage(null);
            }
        };
    }

    private record Delivery(String text, String consumerTag) implements RabbitMQMessage {

        @Override
        public Buffer body() {
            return Buffer.buffer(text);
        }

        @Override
        public Envelope envelope() {
            return new Envelope(1, false, "", "darkroom.mail");
        }

        @Override
        public BasicProperties properties() {
            return new AMQP.BasicProperties();
        }

        @Override
        public Integer messageCount() {
            return null;
        }
    }
}
