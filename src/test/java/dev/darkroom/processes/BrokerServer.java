package dev.darkroom.processes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import dev.darkroom.testing.TcpProxy;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A broker of its own, started by {@code docker/fleet}. The application reaches it through a proxy. */
final class BrokerServer implements AutoCloseable {

    private static final int FLEET_PORTS = 11;
    private static final Map<String, Integer> PLACE = Map.of("rabbitmq", 5, "redis", 6);

    private final String transport;
    private final Path home;
    private final int firstPort = ApplicationProcess.freePorts(FLEET_PORTS);
    private final TcpProxy proxy = new TcpProxy();

    BrokerServer(String transport, String name) {
        this.transport = transport;
        this.home = Path.of("target", "brokers", name).toAbsolutePath();
        fleet("wipe");
        fleet("start");
        proxy.open(port());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> fleet("kill")));
    }

    /** The settings of a process that uses this broker, as {@code name=value}. */
    Stream<String> settings() {
        return switch (transport) {
            case "rabbitmq" ->
                Stream.of("darkroom.transport=rabbitmq", "rabbitmq-host=127.0.0.1", "rabbitmq-port=" + proxy.port());
            default -> Stream.of("darkroom.transport=redis", "quarkus.redis.hosts=redis://127.0.0.1:" + proxy.port());
        };
    }

    /** Whether it sends messages to workers that do not ask. */
    boolean pushes() {
        return transport.equals("rabbitmq");
    }

    TcpProxy proxy() {
        return proxy;
    }

    void start() {
        fleet("start");
    }

    /** Ends it as an administrator would. */
    void stop() {
        fleet("stop");
    }

    /** Ends it with SIGKILL. */
    void kill() {
        fleet("kill");
    }

    /** Ends it with SIGKILL, and loses its data. */
    void destroy() {
        fleet("kill");
        fleet("wipe");
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
                var channel = connection.createChannel()) {
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

    @Override
    public void close() {
        proxy.close();
        fleet("stop");
    }

    private int port() {
        return firstPort + PLACE.get(transport);
    }

    private void fleet(String command) {
        run("docker/fleet", command, transport);
    }

    private void run(String... command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
            builder.environment().put("FLEET_HOME", home.toString());
            builder.environment().put("FLEET_PORT", "" + firstPort);
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor()).as("%s: %s", List.of(command), output).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return settings().collect(Collectors.joining(", "));
    }
}
