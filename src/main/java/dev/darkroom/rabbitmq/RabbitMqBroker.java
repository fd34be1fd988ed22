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
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.NavigableMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Publishes with RabbitMQ's own client, because the connector cannot tell which messages were surely not sent (ADR 0019). */
@ApplicationScoped
class RabbitMqBroker implements Broker {

    private static final Logger LOG = Logger.getLogger("job");
    private static final int CLOSE_MILLIS = 1000;

    private final Map<String, String> settings;
    private Connection connection;
    private Channel channel;
    /** The messages of the channel that are not confirmed, by their numbers. */
    private NavigableMap<Long, CompletableFuture<Void>> unconfirmed;

    private String problem;

    RabbitMqBroker(@ConfigProperty(name = "rabbitmq-publisher") Map<String, String> settings) {
        this.settings = settings;
    }

    @Override
    public String transport() {
        return "rabbitmq";
    }

    @Override
    public synchronized boolean isReachable() {
        if (!isOpen()) {
            connect();
        }
        return isOpen();
    }

    /** Several threads publish, and a channel takes one at a time. */
    @Override
    public synchronized CompletionStage<Void> publish(Lane lane, UUID job) {
        if (!isOpen()) {
            return CompletableFuture.failedStage(new NotSent(new IOException("no connection")));
        }
        CompletableFuture<Void> confirmation = new CompletableFuture<>();
        unconfirmed.put(channel.getNextPublishSeqNo(), confirmation);
        try {
            byte[] body = job.toString().getBytes(StandardCharsets.US_ASCII);
            channel.basicPublish("", "darkroom." + lane.label(), MessageProperties.PERSISTENT_TEXT_PLAIN, body);
        } catch (AlreadyClosedException e) {
            confirmation.completeExceptionally(new NotSent(e));
        } catch (IOException e) {
            confirmation.completeExceptionally(e);
        }
        return confirmation;
    }

    /** The drain comes before, and needs the connection. */
    @PreDestroy
    synchronized void close() {
        if (connection != null) {
            connection.abort(CLOSE_MILLIS);
        }
    }

    private boolean isOpen() {
        return channel != null && channel.isOpen();
    }

    private void connect() {
        close();
        NavigableMap<Long, CompletableFuture<Void>> sent = new ConcurrentSkipListMap<>();
        try {
            connection = new ConnectionFactory()
                    .load(settings, "")
                    .newConnection(
                            "darkroom relay, process " + ProcessHandle.current().pid());
            Channel opened = connection.createChannel();
            opened.confirmSelect();
            opened.addConfirmListener(
                    (last, all) -> end(sent, last, all, null),
                    (last, all) -> end(sent, last, all, new NotSent(new IOException("refused by the broker"))));
            opened.addShutdownListener(cause -> end(sent, Long.MAX_VALUE, true, cause));
            unconfirmed = sent;
            channel = opened;
            problem = null;
        } catch (IOException | TimeoutException | ShutdownSignalException e) {
            // The relay reports that the broker is away. This says why, unless it is just not running.
            Throwable cause = ExceptionUtil.getRootCause(e);
            if (!(cause instanceof ConnectException) && !cause.toString().equals(problem)) {
                problem = cause.toString();
                LOG.warnf("no connection to RabbitMQ: %s", problem);
            }
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
