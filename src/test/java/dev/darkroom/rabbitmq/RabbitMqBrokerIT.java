package dev.darkroom.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.ShutdownSignalException;
import dev.darkroom.jobs.Broker.NotSent;
import dev.darkroom.jobs.Lane;
import dev.darkroom.testing.FleetServer;
import dev.darkroom.testing.TcpProxy.Condition;
import dev.darkroom.testing.TcpProxy.Cut;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The publisher's answer for each message, with a RabbitMQ that is killed, absent, cut off, silent, or refuses. */
@Tag("brokers")
@Tag("core")
class RabbitMqBrokerIT {

    private static final String PREFIX = "rabbitmq-publisher.";
    private static final String QUEUE = "darkroom.mail";
    private static final Duration SOON = Duration.ofSeconds(3);

    private static FleetServer server;

    private RabbitMqBroker broker;

    @BeforeAll
    static void start() {
        server = new FleetServer("rabbitmq", "broker-rabbitmq");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void connect_to_an_empty_queue() throws Exception {
        declare(Map.of("x-queue-type", "quorum"));
        broker = new RabbitMqBroker(settings(server.proxy().port()));
        assertThat(broker.problem()).isEmpty();
    }

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void messages_of_four_threads_are_confirmed_and_arrive_once() throws Exception {
        Set<String> sent = ConcurrentHashMap.newKeySet();
        ExecutorService relays = Executors.newFixedThreadPool(4);
        List<CompletableFuture<Void>> confirmations = IntStream.range(0, 1000)
                .mapToObj(n -> CompletableFuture.supplyAsync(() -> publish(Lane.MAIL, sent), relays)
                        .thenCompose(confirmation -> confirmation))
                .toList();

        CompletableFuture.allOf(confirmations.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);

        assertThat(received()).containsExactlyInAnyOrderElementsOf(sent);
        relays.shutdown();
    }

    @Test
    void a_message_that_no_queue_takes_is_confirmed() throws Exception {
        publish(Lane.VIDEO, new HashSet<>()).get(3, TimeUnit.SECONDS);
    }

    @Test
    void a_refused_message_is_surely_not_sent() throws Exception {
        declare(Map.of("x-max-length", 1, "x-overflow", "reject-publish"));
        Set<String> sent = new HashSet<>();

        publish(Lane.MAIL, sent).get(3, TimeUnit.SECONDS);
        assertThat(failure(publish(Lane.MAIL, new HashSet<>()))).isInstanceOf(NotSent.class);

        assertThat(received()).containsExactlyInAnyOrderElementsOf(sent);
    }

    @Test
    void every_message_ends_when_the_broker_is_killed_and_the_publisher_comes_back() throws Exception {
        List<CompletableFuture<Void>> outstanding = new ArrayList<>();
        CompletableFuture<Void> killed = CompletableFuture.runAsync(server::kill);
        while (broker.problem().isEmpty()) {
            outstanding.add(publish(Lane.MAIL, new HashSet<>()));
        }
        assertThat(failure(publish(Lane.MAIL, new HashSet<>()))).isInstanceOf(NotSent.class);

        await().atMost(SOON).until(() -> outstanding.stream().allMatch(CompletableFuture::isDone));

        assertThat(outstanding).anyMatch(one -> !one.isCompletedExceptionally());
        assertThat(outstanding.stream()
                        .filter(CompletableFuture::isCompletedExceptionally)
                        .map(RabbitMqBrokerIT::failure))
                .as("written, and lost or not")
                .anyMatch(failure -> !(failure instanceof NotSent));
        killed.join();
        server.start();
        await().atMost(SOON).until(() -> broker.problem().isEmpty());
        declare(Map.of("x-queue-type", "quorum"));
        publish(Lane.MAIL, new HashSet<>()).get(3, TimeUnit.SECONDS);
    }

    @Test
    void a_broker_that_is_absent_at_the_start_is_found_later() throws Exception {
        try (Cut absent = server.proxy().cut(Condition.DOWN)) {
            RabbitMqBroker early = new RabbitMqBroker(settings(server.proxy().port()));
            assertThat(early.problem().orElseThrow()).contains("Connection refused");
            assertThat(failure(early.publish(Lane.MAIL, UUID.randomUUID()).toCompletableFuture()))
                    .isInstanceOf(NotSent.class);
            absent.close();
            assertThat(early.problem()).isEmpty();
            early.publish(Lane.MAIL, UUID.randomUUID()).toCompletableFuture().get(3, TimeUnit.SECONDS);
            early.close();
        }
    }

    @Test
    void a_message_whose_confirmation_is_cut_off_may_have_arrived() throws Exception {
        Set<String> sent = new HashSet<>();
        try (Cut cut = server.proxy().cut(Condition.REPLIES_LOST)) {
            assertThat(failure(publish(Lane.MAIL, sent))).isInstanceOf(ShutdownSignalException.class);
        }

        assertThat(received()).containsExactlyInAnyOrderElementsOf(sent);
        assertThat(broker.problem()).as("on a new connection").isEmpty();
    }

    @Test
    void a_silent_broker_is_given_up_within_two_seconds() {
        RabbitMqBroker late = new RabbitMqBroker(settings(server.proxy().port()));
        try (Cut silent = server.proxy().cut(Condition.SILENT)) {
            long begin = System.nanoTime();
            assertThat(late.problem()).isPresent();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
        }
    }

    private CompletableFuture<Void> publish(Lane lane, Set<String> sent) {
        UUID job = UUID.randomUUID();
        sent.add(job.toString());
        return broker.publish(lane, job).toCompletableFuture();
    }

    private static Throwable failure(CompletableFuture<Void> confirmation) {
        try {
            confirmation.orTimeout(SOON.toSeconds(), TimeUnit.SECONDS).join();
            return null;
        } catch (CompletionException e) {
            return e.getCause();
        }
    }

    private static void declare(Map<String, Object> arguments) throws Exception {
        try (Connection connection = direct();
                Channel channel = connection.createChannel()) {
            channel.queueDelete(QUEUE);
            channel.queueDeclare(QUEUE, true, false, false, arguments);
        }
    }

    private static List<String> received() throws Exception {
        List<String> bodies = new ArrayList<>();
        try (Connection connection = direct();
                Channel channel = connection.createChannel()) {
            for (GetResponse one = channel.basicGet(QUEUE, true); one != null; one = channel.basicGet(QUEUE, true)) {
                assertThat(one.getProps().getDeliveryMode()).as("persistent").isEqualTo(2);
                bodies.add(new String(one.getBody(), StandardCharsets.US_ASCII));
            }
        }
        return bodies;
    }

    private static Connection direct() throws Exception {
        return new ConnectionFactory().load(settings(server.port()), "").newConnection();
    }

    /** Those of application.properties. */
    private static Map<String, String> settings(int port) {
        Properties file = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of("src", "main", "resources", "application.properties"))) {
            file.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> settings = file.stringPropertyNames().stream()
                .filter(name ->
                        name.startsWith(PREFIX) && !file.getProperty(name).startsWith("$"))
                .collect(Collectors.toMap(name -> name.substring(PREFIX.length()), file::getProperty));
        settings.put("host", "127.0.0.1");
        settings.put("port", Integer.toString(port));
        return settings;
    }
}
