package dev.darkroom.processes;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import dev.darkroom.testing.FleetServer;
import java.util.stream.Stream;

/** A broker of its own. */
final class BrokerServer extends FleetServer {

    private final String transport;

    BrokerServer(String transport, String name) {
        super(transport, name);
        this.transport = transport;
    }

    /** The settings of a process that uses this broker, as {@code name=value}. */
    Stream<String> settings() {
        return switch (transport) {
            case "rabbitmq" ->
                Stream.of("darkroom.transport=rabbitmq", "rabbitmq-host=127.0.0.1", "rabbitmq-port=" + proxy().port());
            default -> Stream.of("darkroom.transport=redis", "quarkus.redis.hosts=redis://127.0.0.1:" + proxy().port());
        };
    }

    /** Whether it sends messages to workers that do not ask. */
    boolean pushes() {
        return transport.equals("rabbitmq");
    }

    /** Publishes messages, beside the application. */
    void publish(String lane, String body, int times) {
        if (transport.equals("redis")) {
            run("redis-cli", "-p", "" + port(), "-r", "" + times, "XADD", "darkroom:" + lane, "*", "job", body);
            return;
        }
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(port());
        try (Connection connection = factory.newConnection();
                Channel channel = connection.createChannel()) {
            channel.confirmSelect();
            for (int i = 0; i < times; i++) {
                channel.basicPublish(
                        "", "darkroom." + lane, MessageProperties.PERSISTENT_TEXT_PLAIN, body.getBytes(UTF_8));
            }
            channel.waitForConfirms(5000);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
