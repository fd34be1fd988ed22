package dev.darkroom.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.darkroom.jobs.Broker;
import dev.darkroom.jobs.Deliveries;
import dev.darkroom.jobs.Lane;
import dev.darkroom.testing.ApiVisitor;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The faults of a broker, with one that only records its messages. The process has none. */
@QuarkusTest
class BrokerFaultsTest {

    @Inject
    RecordingBroker broker;

    @Inject
    Deliveries deliveries;

    @Inject
    ArmedFaults faults;

    @Inject
    CrashPoints points;

    private ApiVisitor guest;
    private UUID job;

    @BeforeEach
    void make_a_job() {
        guest = ApiVisitor.signedUp();
        String link = guest.awaitComplete("/me/status").getString("links.job");
        job = UUID.fromString(link.substring("/jobs/".length()));
        broker.sent().clear();
    }

    @AfterEach
    void repair() {
        faults.repair();
    }

    @ParameterizedTest
    @CsvSource({"lost, 0", "twice, 2", "often, 100"})
    void one_message_is_lost_or_repeated_and_confirmed(String fault, int copies) {
        faults.arm("broker", fault);

        publish().join();

        assertThat(broker.sent()).hasSize(copies).allMatch(job::equals);
        publish().join();
        assertThat(broker.sent()).as("the next message").hasSize(copies + 1);
    }

    @Test
    void a_broker_that_refuses_has_no_message_until_it_is_repaired() {
        faults.arm(Fault.BROKER_REFUSES);

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> publish().join()).hasCauseInstanceOf(Broker.NotSent.class);
        }
        assertThat(broker.sent()).isEmpty();
        faults.repair();
        publish().join();
        assertThat(broker.sent()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"before-publish, 0", "after-publish, 1"})
    void a_relay_pauses_around_its_message(String point, int sent) {
        faults.arm(CrashPoints.PAUSE, point);

        CompletableFuture<Void> published =
                CompletableFuture.runAsync(() -> publish().join());

        await(point).until(() -> reached().contains(point));
        assertThat(broker.sent()).hasSize(sent);
        assertThat(published).isNotDone();
        faults.repair();
        published.join();
        assertThat(broker.sent()).hasSize(1);
    }

    @Test
    void a_pause_before_the_acknowledgement_holds_back_only_that() {
        FakeDeliveries fake = new FakeDeliveries();
        faults.arm(CrashPoints.PAUSE, "before-acknowledgement");

        CompletableFuture<Void> acknowledged =
                fake.faulty().receive(Lane.MAIL, job.toString()).toCompletableFuture();

        assertThat(CompletableFuture.runAsync(fake::claim)).succeedsWithin(Duration.ofSeconds(2));
        await("the pause").until(() -> reached().contains("before-acknowledgement"));
        assertThat(acknowledged).isNotDone();
        faults.repair();
        acknowledged.join();
    }

    @Test
    void a_message_whose_acknowledgement_is_lost_is_delivered_again_once() {
        FakeDeliveries fake = new FakeDeliveries();
        faults.arm(Fault.ACKNOWLEDGEMENT_LOST);

        CompletableFuture<Void> acknowledged =
                fake.faulty().receive(Lane.MAIL, job.toString()).toCompletableFuture();
        assertThat(fake.received).hasSize(1);
        fake.claim();
        acknowledged.join();

        assertThat(fake.received).containsExactly(job.toString(), job.toString());
        fake.faulty().receive(Lane.MAIL, job.toString());
        fake.claim();
        assertThat(fake.received).hasSize(3);
    }

    @Test
    void an_unreadable_message_is_acknowledged_at_once() {
        faults.arm(Fault.ACKNOWLEDGEMENT_LOST);

        assertThat(deliveries.receive(Lane.MAIL, "no id").toCompletableFuture()).isDone();
        assertThat(faults.isArmed(Fault.ACKNOWLEDGEMENT_LOST)).isTrue();
    }

    @Test
    void the_page_has_the_faults_and_gaps_of_a_broker_only_with_one() {
        LabPage with = LabPage.of(null, Map.of(), fault -> null, true);
        assertThat(with.groups()).extracting(LabPage.Group::title).contains("Broker");
        assertThat(with.groups())
                .flatExtracting(LabPage.Group::toggles)
                .extracting(place -> place.scenario().id())
                .contains("broker-refuses", "broker-lost", "broker-twice", "broker-often", "broker-unacknowledged");

        assertThat(LabPage.of(null, Map.of(), fault -> null, false).groups())
                .extracting(LabPage.Group::title)
                .doesNotContain("Broker");
        String page =
                guest.browser().get("/lab").then().statusCode(200).extract().asString();
        assertThat(Scenario.ALL).filteredOn(Scenario::needsBroker).hasSize(11).allSatisfy(scenario -> assertThat(page)
                .doesNotContain(scenario.id()));
    }

    @Test
    void a_process_without_a_broker_does_not_list_them() {
        assertThat(guest.json("/lab").getList("scenarios.id", String.class))
                .noneMatch(id -> Scenario.find(id).orElseThrow().needsBroker());
        guest.browser().get("/lab?scenario=broker-lost").then().statusCode(404);
    }

    private CompletableFuture<Void> publish() {
        return broker.publish(Lane.MAIL, job).toCompletableFuture();
    }

    private List<String> reached() {
        return guest.json("/jobs/" + job).getList("timeline.findAll { it.step == 'fault' }.detail");
    }

    @ApplicationScoped
    static class RecordingBroker implements Broker {

        private final List<UUID> sent = new CopyOnWriteArrayList<>();

        List<UUID> sent() {
            return sent;
        }

        @Override
        public String transport() {
            return "recording";
        }

        @Override
        public Optional<String> problem() {
            return Optional.empty();
        }

        @Override
        public CompletionStage<Void> publish(Lane lane, UUID job) {
            sent.add(job);
            return CompletableFuture.completedStage(null);
        }
    }

    private class FakeDeliveries implements Deliveries {

        private final List<String> received = new CopyOnWriteArrayList<>();
        private final List<CompletableFuture<Void>> waiting = new CopyOnWriteArrayList<>();

        @Override
        public CompletionStage<Void> receive(Lane lane, String body) {
            received.add(body);
            waiting.add(new CompletableFuture<>());
            return waiting.get(waiting.size() - 1);
        }

        @Override
        public int free(Lane lane) {
            return 1;
        }

        Deliveries faulty() {
            Deliveries delegate = this;
            return new FaultyDeliveries(this, faults, points) {
                @Override
                public int free(Lane lane) {
                    return delegate.free(lane);
                }
            };
        }

        void claim() {
            List.copyOf(waiting).forEach(message -> message.complete(null));
        }
    }
}
