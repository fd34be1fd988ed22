package dev.darkroom.redis;

import static dev.darkroom.redis.RedisServer.PROXY;
import static dev.darkroom.redis.RedisServer.SERVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.darkroom.jobs.Broker;
import dev.darkroom.jobs.Deliveries;
import dev.darkroom.jobs.Lane;
import dev.darkroom.jobs.ProcessRun;
import dev.darkroom.testing.LogCapture;
import dev.darkroom.testing.TcpProxy.Condition;
import dev.darkroom.testing.TcpProxy.Cut;
import dev.darkroom.testing.TestServices;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The connector and the broker against a real Redis, which is killed, emptied, paused and cut off. */
@Tag("brokers")
@Tag("core")
@QuarkusTest
@TestProfile(RedisConnectorIT.OverRedis.class)
@WithTestResource(RedisServer.class)
@WithTestResource(value = TestServices.class, scope = TestResourceScope.GLOBAL)
class RedisConnectorIT {

    private static final String MAIL = "darkroom:mail";
    private static final String GROUP = "darkroom";

    /** Longer than two leases, and than a silent connection is kept. */
    private static final Duration SOON = Duration.ofSeconds(12);

    @Inject
    RedisBroker broker;

    @Inject
    TestDeliveries deliveries;

    @Inject
    ProcessRun process;

    private final LogCapture log = LogCapture.at(RedisConnector.class);

    public static class OverRedis implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("darkroom.transport", "redis", "darkroom.jobs.lease", "2s", "darkroom.jobs.heartbeat", "1s");
        }

        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(TestDeliveries.class);
        }
    }

    /** A body that was received, and whose delivery the test completes. */
    record Delivery(Lane lane, String body, CompletableFuture<Void> end) {}

    @Alternative
    @Singleton
    static class TestDeliveries implements Deliveries {

        private final List<Delivery> received = new CopyOnWriteArrayList<>();
        private final Map<Lane, Integer> places = new EnumMap<>(Lane.class);
        private volatile boolean completes;
        private volatile boolean fails;

        @Override
        public synchronized CompletionStage<Void> receive(Lane lane, String body) {
            if (fails) {
                fails = false;
                throw new IllegalStateException("on purpose");
            }
            Delivery delivery = new Delivery(lane, body, new CompletableFuture<>());
            received.add(delivery);
            if (completes) {
                delivery.end().complete(null);
            }
            return delivery.end();
        }

        @Override
        public synchronized int free(Lane lane) {
            return places.getOrDefault(lane, 0) - open(lane);
        }

        int open(Lane lane) {
            return (int) received.stream()
                    .filter(one -> one.lane() == lane && !one.end().isDone())
                    .count();
        }

        synchronized void begin(int placesInEachLane) {
            received.clear();
            Stream.of(Lane.values()).forEach(lane -> places.put(lane, placesInEachLane));
            completes = true;
            fails = false;
        }

        List<String> bodies() {
            return received.stream().map(Delivery::body).toList();
        }

        void completeAll() {
            received.forEach(delivery -> delivery.end().complete(null));
        }
    }

    @BeforeEach
    void begin() {
        deliveries.begin(10);
    }

    @AfterEach
    void end() {
        deliveries.completeAll();
        log.close();
    }

    @Test
    void an_entry_is_acknowledged_and_removed_when_its_delivery_completes() throws Exception {
        deliveries.completes = false;
        UUID job = UUID.randomUUID();
        publish(job);
        awaitDelivery(job.toString());

        assertThat(length()).isEqualTo(1);
        assertThat(pending()).isEqualTo(1);
        deliveries.completeAll();
        await().untilAsserted(() -> assertThat(length()).isZero());
        assertThat(pending()).isZero();
    }

    @Test
    void entries_of_all_lanes_arrive_in_the_order_in_which_they_were_published() throws Exception {
        List<UUID> jobs = Stream.generate(UUID::randomUUID).limit(500).toList();
        for (Lane lane : Lane.values()) {
            jobs.forEach(job -> broker.publish(lane, job));
        }

        await().atMost(SOON).until(() -> deliveries.received.size() == 500 * Lane.values().length);
        for (Lane lane : Lane.values()) {
            assertThat(deliveries.received.stream()
                            .filter(one -> one.lane() == lane)
                            .map(one -> UUID.fromString(one.body())))
                    .isEqualTo(jobs);
        }
        await().untilAsserted(() -> assertThat(length()).isZero());
    }

    @Test
    void rubbish_is_delivered_as_text() {
        SERVER.command("XADD", MAIL, "*", "job", "no id");
        SERVER.command("XADD", MAIL, "*", "other", "x");

        awaitDelivery("no id");
        awaitDelivery("{other=x}");
        await().untilAsserted(() -> assertThat(length()).isZero());
    }

    @Test
    void never_more_entries_are_taken_than_there_are_free_workers() throws Exception {
        deliveries.begin(3);
        deliveries.completes = false;
        for (int i = 0; i < 10; i++) {
            publish(UUID.randomUUID());
        }

        await().until(() -> deliveries.open(Lane.MAIL) == 3);
        assertThat(pending()).isEqualTo(3);
        for (int done = 0; done < 10; done++) {
            assertThat(deliveries.open(Lane.MAIL)).isLessThanOrEqualTo(3);
            assertThat(pending()).isLessThanOrEqualTo(3);
            int next = done;
            await().until(() -> deliveries.received.size() > next);
            deliveries.received.get(done).end().complete(null);
        }
        await().untilAsserted(() -> assertThat(length()).isZero());
    }

    @Test
    void a_place_that_becomes_free_is_filled_at_once() throws Exception {
        deliveries.begin(1);
        deliveries.completes = false;
        publish(UUID.randomUUID());
        UUID second = UUID.randomUUID();
        publish(second);
        await().until(() -> deliveries.received.size() == 1);

        deliveries.completeAll();
        await().atMost(Duration.ofMillis(300)).until(() -> deliveries.bodies().contains(second.toString()));
    }

    @Test
    void a_delivery_that_fails_does_not_end_the_reading() throws Exception {
        deliveries.fails = true;
        publish(UUID.randomUUID());
        UUID next = UUID.randomUUID();
        publish(next);

        awaitDelivery(next.toString());
        await().untilAsserted(() -> assertThat(length()).isZero());
        assertThat(deliveries.bodies()).as("the first is not delivered again").containsExactly(next.toString());
    }

    @Test
    void after_a_crash_of_redis_it_goes_on() throws Exception {
        deliveries.completes = false;
        UUID job = UUID.randomUUID();
        publish(job);
        awaitDelivery(job.toString());

        SERVER.kill();
        await().atMost(SOON).until(() -> broker.problem().isPresent());
        assertThat(failure()).isInstanceOf(Broker.NotSent.class);
        deliveries.completeAll();
        SERVER.run();

        assertPublishes();
        // The acknowledgement found no Redis: the entry is delivered once more.
        await().atMost(SOON)
                .until(() -> deliveries.bodies().stream()
                                .filter(job.toString()::equals)
                                .count()
                        == 2);
        deliveries.completeAll();
        await().untilAsserted(() -> assertThat(length()).isZero());
        assertThat(log.records()).isEmpty();
    }

    @Test
    void after_a_crash_with_the_data_lost_it_goes_on() throws Exception {
        SERVER.kill();
        SERVER.deleteData();
        SERVER.run();

        assertPublishes();
    }

    @Test
    void a_deleted_stream_is_created_again() throws Exception {
        awaitBlockedRead();
        SERVER.command("DEL", MAIL);

        assertPublishes();
        assertThat(log.records()).isEmpty();
    }

    @Test
    void a_key_that_is_no_stream_is_reported_once() throws Exception {
        awaitBlockedRead();
        SERVER.command("SET", MAIL, "no stream");

        await().atMost(SOON).until(() -> log.contains("darkroom:mail cannot be read"));
        await().during(Duration.ofSeconds(3)).until(() -> log.records().size() == 1);
        SERVER.command("DEL", MAIL);
        await().atMost(SOON).until(() -> log.contains("darkroom:mail is read again"));
        assertPublishes();
        assertPublishes();
        assertThat(log.records()).hasSize(2);
    }

    @Test
    void a_consumer_that_is_deleted_while_it_waits_still_gets_entries() throws Exception {
        awaitBlockedRead();
        SERVER.command("XGROUP", "DELCONSUMER", MAIL, GROUP, process.name());
        UUID job = UUID.randomUUID();
        deliveries.completes = false;
        publish(job);

        awaitDelivery(job.toString());
        assertThat(pending()).isEqualTo(1);
    }

    @Test
    void entries_of_a_dead_process_are_delivered_here_and_then_its_consumer_is_deleted() {
        deliveries.begin(0);
        await().until(() -> SERVER.command("CLIENT", "LIST").lines().noneMatch(line -> line.contains("flags=b")));
        for (int i = 0; i < 5; i++) {
            SERVER.command("XADD", MAIL, "*", "job", "left " + i);
        }
        SERVER.command("XREADGROUP", "GROUP", GROUP, "dead", "COUNT", "5", "STREAMS", MAIL, ">");
        SERVER.command("XGROUP", "CREATECONSUMER", MAIL, GROUP, "idle");
        assertThat(pending()).isEqualTo(5);
        deliveries.begin(2);

        for (int i = 0; i < 5; i++) {
            awaitDelivery("left " + i);
        }
        await().atMost(SOON).untilAsserted(() -> assertThat(SERVER.command("XINFO", "CONSUMERS", MAIL, GROUP))
                .doesNotContain("dead", "idle"));
        await().untilAsserted(() -> assertThat(length()).isZero());
    }

    @Test
    void what_a_living_process_works_on_is_left_to_it() throws Exception {
        deliveries.begin(0);
        await().until(() -> SERVER.command("CLIENT", "LIST").lines().noneMatch(line -> line.contains("flags=b")));
        SERVER.command("XADD", MAIL, "*", "job", "taken");
        SERVER.command("XREADGROUP", "GROUP", GROUP, "living", "COUNT", "1", "STREAMS", MAIL, ">");
        deliveries.begin(2);

        assertPublishes();
        assertThat(deliveries.bodies()).doesNotContain("taken");
        assertThat(SERVER.command("XINFO", "CONSUMERS", MAIL, GROUP)).contains("living");
        awaitDelivery("taken");
    }

    @Test
    void a_connection_that_has_become_silent_is_replaced() throws Exception {
        awaitBlockedRead();
        assertThat(broker.problem()).isEmpty();
        PROXY.silenceOpenConnections();
        assertThat(broker.problem()).isPresent();

        assertPublishes();
        assertThat(log.records()).isEmpty();
    }

    @Test
    void a_redis_that_pauses_is_unreachable_for_that_time() throws Exception {
        assertThat(broker.problem()).isEmpty();
        SERVER.command("CLIENT", "PAUSE", "1500");
        assertThat(broker.problem()).isPresent();

        UUID job = UUID.randomUUID();
        publish(job);
        awaitDelivery(job.toString());
        assertThat(log.records()).isEmpty();
    }

    @Test
    void a_publication_without_an_answer_may_have_been_sent() throws Exception {
        assertThat(broker.problem()).isEmpty();
        try (Cut cut = PROXY.cut(Condition.REPLIES_LOST)) {
            assertThat(failure()).hasMessage("CONNECTION_CLOSED").isNotInstanceOf(Broker.NotSent.class);
        }
        await().atMost(SOON).until(() -> broker.problem().isEmpty());
    }

    @Test
    void a_publication_that_redis_refuses_was_not_sent() throws Exception {
        SERVER.command("CONFIG", "SET", "maxmemory", "1");
        try {
            assertThat(failure()).isInstanceOf(Broker.NotSent.class);
            assertThat(broker.problem()).isPresent();
            assertThat(SERVER.command("PING")).isEqualTo("PONG");
        } finally {
            SERVER.command("CONFIG", "SET", "maxmemory", "0");
        }
        assertPublishes();
    }

    private void publish(UUID job) throws ExecutionException, InterruptedException, TimeoutException {
        broker.publish(Lane.MAIL, job).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    /** As the relay sees it. */
    private Throwable failure() throws ExecutionException, InterruptedException, TimeoutException {
        return broker.publish(Lane.MAIL, UUID.randomUUID())
                .handle((sent, failure) -> failure)
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private void assertPublishes() throws Exception {
        UUID job = UUID.randomUUID();
        await().atMost(SOON).until(() -> broker.problem().isEmpty());
        publish(job);
        awaitDelivery(job.toString());
    }

    private void awaitDelivery(String body) {
        await(body).atMost(SOON).until(() -> deliveries.bodies().contains(body));
    }

    private static void awaitBlockedRead() {
        await().until(() -> SERVER.command("CLIENT", "LIST")
                        .lines()
                        .filter(line -> line.contains("flags=b"))
                        .count()
                == Lane.values().length);
    }

    private static int length() {
        return Integer.parseInt(SERVER.command("XLEN", MAIL));
    }

    private static int pending() {
        return Integer.parseInt(
                SERVER.command("XPENDING", MAIL, GROUP).lines().findFirst().orElseThrow());
    }
}
