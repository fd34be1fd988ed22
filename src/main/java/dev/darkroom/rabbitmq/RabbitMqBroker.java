package dev.darkroom.rabbitmq;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import com.rabbitmq.client.ShutdownSignalException;
import dev.darkroom.jobs.Broker;
import dev.darkroom.jobs.Lane;
import io.quarkus.runtime.util.ExceptionUtil;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Publishes with RabbitMQ's own client, because the connector cannot tell which messages were surely not sent (ADR 0019). */
@ApplicationScoped
class RabbitMqBroker implements Broker {

    private final ConnectionFactory connections = new ConnectionFactory();
    private Connection connection;
    private Channel channel;
    /** The messages of the channel that are not confirmed, by their numbers. */
    private NavigableMap<Long, CompletableFuture<Void>> unconfirmed;

    RabbitMqBroker(@ConfigProperty(name = "rabbitmq-publisher") Map<String, String> settings) {
        connections.load(settings, "");
    }

    @Override
    public String transport() {
        return "rabbitmq";
    }

    @Override
    public synchronized Optional<String> problem() {
        if (channel != null && channel.isOpen()) {
            return Optional.empty();
        }
        close();
        NavigableMap<Long, CompletableFuture<Void>> sent = new ConcurrentSkipListMap<>();
        try {
            connection = connections.newConnection("darkroom relay");
            Channel opened = connection.createChannel();
            opened.confirmSelect();
            opened.addConfirmListener(
                    (last, all) -> end(sent, last, all, null),
                    (last, all) -> end(sent, last, all, new NotSent(new IOException("refused by the broker"))));
            opened.addShutdownListener(cause -> end(sent, Long.MAX_VALUE, true, cause));
            unconfirmed = sent;
            channel = opened;
            return Optional.empty();
        } catch (IOException | TimeoutException | ShutdownSignalException e) {
            return Optional.of(ExceptionUtil.getRootCause(e).toString());
        }
    }

    /** Several threads publish, and a channel takes one at a time. */
    @Override
    public synchronized CompletionStage<Void> publish(Lane lane, UUID job) {
        if (channel == null || !channel.isOpen()) {
            return CompletableFuture.failedStage(new NotSent(new IOException("no connection")));
        }
        CompletableFuture<Void> confirmation = new CompletableFuture<>();
        unconfirmed.put(channel.getNextPublishSeqNo(), confirmation);
        try {
            byte[] body = job.toString().getBytes(StandardCharsets.US_ASCII);
            channel.basicPublish("", "darkroom." + lane.label(), MessageProperties.PERSISTENT_TEXT_PLAIN, body);
        } catch (IOException | AlreadyClosedException e) {
            confirmation.completeExceptionally(e instanceof IOException ? e : new NotSent(e));
        }
        return confirmation;
    }

    @PreDestroy
    synchronized void close() {
        if (connection != null) {
            connection.abort(1000);
        }
    }

    /** Ends the message with that number, or all up to it. */
    private static void end(
            NavigableMap<Long, CompletableFuture<Void>> sent, long number, boolean all, Exception failure) {
        sent.subMap(all ? 0 : number, true, number, true)
                .values()
                .removeIf(one -> failure == null ? one.complete(null) : one.completeExceptionally(failure));
    }
}
