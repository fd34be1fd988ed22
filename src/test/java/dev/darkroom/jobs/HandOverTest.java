package dev.darkroom.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.BOOLEAN;
import static org.awaitility.Awaitility.await;

import dev.darkroom.testing.Database;
import dev.darkroom.testing.Parallel;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The statements of a hand-over, its relay and its consumer, without a broker: the relay of the process is stopped, other
 * workers are rows, and messages are recorded.
 */
@QuarkusTest
@ActivateRequestContext
class HandOverTest {

    @Inject
    HandOver handOver;

    @Inject
    Jobs jobs;

    @Inject
    JobControl control;

    @Inject
    LanePauses pauses;

    @Inject
    JobNotes notes;

    @Inject
    Relay relay;

    @Inject
    Scheduler scheduler;

    @Inject
    JobTable table;

    @Inject
    JobRunner runner;

    @Inject
    RunningJobs running;

    @Inject
    RelaySignal signal;

    @Inject
    Transport transport;

    @Inject
    BackgroundThreads threads;

    @Inject
    JobSettings settings;

    @Inject
    JobSettings.Lanes lanes;

    @Inject
    JobSettings.Drain drain;

    private final RecordingBroker broker = new RecordingBroker();
    private final Workers workers = new Workers();
    private BrokerProcess worker;
    private BrokerRelay brokerRelay;
    private BrokerConsumer consumer;

    @BeforeEach
    void stop_relay_and_scheduler() {
        relay.stop();
        scheduler.pause();
        Database.sql("DELETE FROM job WHERE kind = 'count-effects'");
        Database.sql("UPDATE job SET run_at = now() + interval '1 hour' WHERE state = 'QUEUED'");
        worker = new BrokerProcess(ProcessRun.Role.WORKER);
        brokerRelay = new BrokerRelay(List.of(broker), handOver, worker);
        consumer = new BrokerConsumer(handOver, relay, workers, pauses, notes, worker, threads, settings, lanes);
        consumer.start(null);
    }

    @AfterEach
    void restart_relay_and_scheduler() {
        consumer.stop();
        Database.sql("DELETE FROM job WHERE kind = 'count-effects'");
        Database.sql("DELETE FROM process_run WHERE name LIKE 'worker %'");
        pauses.resumeAll();
        relay.start(null);
        scheduler.resume();
    }

    @Test
    void without_a_living_worker_nothing_is_handed_over() {
        submit(3);
        worker("gone", "in-memory", 4, false, "1 hour");
        worker("other", "rabbitmq", 4, false, "0 s");

        assertThat(mark()).isEmpty();
    }

    @Test
    void as_many_jobs_are_marked_in_order_as_workers_are_free() {
        List<UUID> ids = submit(6);
        Database.sql("UPDATE job SET run_at = now() WHERE kind = 'count-effects'");
        worker("first", "in-memory", 1, false, "0 s");
        worker("second", "in-memory", 3, false, "0 s");

        assertThat(mark()).extracting(job -> job.id).containsExactlyElementsOf(ids.subList(0, 4));
        assertThat(mark()).as("all workers are taken by marks").isEmpty();

        Database.sql("UPDATE job SET handed_over_until = now() WHERE id = '" + ids.get(1) + "'");
        assertThat(mark())
                .extracting(job -> job.id)
                .as("an expired mark is none")
                .containsExactly(ids.get(1));
    }

    @Test
    void runs_and_marks_of_living_processes_take_workers() {
        List<UUID> ids = submit(4);
        worker("first", "in-memory", 2, false, "0 s");
        claim(ids.get(0));
        assertThat(mark()).extracting(job -> job.id).containsExactly(ids.get(1));

        Database.sql("UPDATE job SET worker = 'gone' WHERE id = '" + ids.get(0) + "'");
        assertThat(mark()).extracting(job -> job.id).containsExactly(ids.get(2));

        Database.sql("UPDATE job SET handed_over_by = 'gone' WHERE id = '" + ids.get(1) + "'");
        assertThat(mark()).extracting(job -> job.id).containsExactly(ids.get(3));
    }

    @Test
    void short_runs_are_marked_again_when_half_of_them_have_begun() {
        Database.sql("INSERT INTO job (id, kind, key, lane, payload, owner, subject)"
                + " SELECT gen_random_uuid(), 'count-effects', gen_random_uuid(), 'MAIL', '{}', 'ada', 'test'"
                + " FROM generate_series(1, 600)");
        worker("first", "in-memory", 4, true, "0 s");

        assertThat(mark()).hasSize(512);
    }

    @Test
    void more_jobs_are_marked_while_the_runs_of_all_workers_are_short() {
        submit(40);
        worker("first", "in-memory", 1, true, "0 s");
        assertThat(mark()).hasSize(40);

        Database.sql("UPDATE job SET handed_over_until = NULL");
        worker("second", "in-memory", 1, false, "0 s");
        assertThat(mark()).hasSize(2);
    }

    @Test
    void each_further_mark_of_an_attempt_holds_twice_as_long() {
        UUID id = submit(1).get(0);
        worker("first", "in-memory", 1, false, "0 s");
        List<Long> seconds = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Job marked = mark().get(0);
            seconds.add(Duration.between(marked.handedOverAt, marked.handedOverUntil)
                    .toSeconds());
            Database.sql("UPDATE job SET handed_over_until = now() WHERE id = '" + id + "'");
        }

        assertThat(seconds).containsExactly(3L, 6L, 12L, 24L, 48L, 96L, 192L, 300L, 300L, 300L);
        assertThat(claim(id)).hasSize(1);
        assertThat(Database.rows("SELECT hand_overs FROM job WHERE id = '" + id + "'"))
                .isEqualTo(List.of(0));
    }

    @Test
    void a_process_clears_only_the_mark_that_it_made_then() {
        UUID id = submit(1).get(0);
        worker("first", "in-memory", 1, false, "0 s");
        Job marked = mark().get(0);

        assertThat(handOver.clear(List.of(id), marked.handedOverAt.minusNanos(1000), "earlier"))
                .isEmpty();
        Database.sql("UPDATE job SET handed_over_by = 'another' WHERE id = '" + id + "'");
        assertThat(handOver.clear(List.of(id), marked.handedOverAt, "not mine")).isEmpty();
        assertThat(handOver.clear(List.of(id), null, "by the consumer")).hasSize(1);
        assertThat(handOver.clear(List.of(id), null, "again")).isEmpty();
        Job again = mark().get(0);
        assertThat(Duration.between(again.handedOverAt, again.handedOverUntil))
                .as("a cleared mark doubles nothing")
                .isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void a_job_is_claimed_once_by_many_messages() {
        List<UUID> ids = submit(20);
        List<UUID> reversed = ids.stream().sorted().toList();

        List<UUID> claimed = Stream.concat(
                        Parallel.run(4, () -> claim(ids.toArray(UUID[]::new))).stream(),
                        Parallel.run(4, () -> claim(reversed.toArray(UUID[]::new))).stream())
                .flatMap(List::stream)
                .map(job -> job.id)
                .toList();

        assertThat(claimed).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void a_claim_gives_each_job_the_token_at_its_place_and_clears_its_mark() {
        List<UUID> ids = submit(3);
        worker("first", "in-memory", 3, false, "0 s");
        assertThat(mark()).hasSizeBetween(2, 3);
        List<UUID> tokens = ids.stream().map(id -> UUID.randomUUID()).toList();

        List<Job> claimed = handOver.claim(ids, tokens);

        assertThat(claimed).extracting(job -> job.id).containsExactlyElementsOf(ids);
        assertThat(claimed).extracting(job -> job.leaseToken).containsExactlyElementsOf(tokens);
        assertThat(claimed).allSatisfy(job -> {
            assertThat(job.state).isEqualTo(Job.State.RUNNING);
            assertThat(job.attempt).isEqualTo(1);
            assertThat(job.handedOverUntil).isNull();
        });
    }

    @Test
    void a_message_for_a_job_that_is_early_paused_unknown_cancelled_or_gone_claims_nothing() {
        List<UUID> ids = submit(4);
        Database.sql("UPDATE job SET run_at = now() + interval '1 minute' WHERE id = '" + ids.get(0) + "'");
        Database.sql("UPDATE job SET kind = 'of-tomorrow' WHERE id = '" + ids.get(1) + "'");
        control.cancel(ids.get(2), "ada");
        assertThat(claim(ids.get(0), ids.get(1), ids.get(2), UUID.randomUUID())).isEmpty();
        pauses.pause(Lane.MAIL, "ada");
        assertThat(claim(ids.get(3))).isEmpty();
        pauses.resumeAll();

        assertThat(claim(ids.get(3))).hasSize(1);
        Database.sql("DELETE FROM job WHERE kind = 'of-tomorrow'");
    }

    @Test
    void a_job_that_was_submitted_before_the_clock_was_set_back_is_claimed() {
        UUID id = submit(1).get(0);
        String later = "now() + interval '1 hour'";
        Database.sql("UPDATE job SET run_at = %s, created_at = %s WHERE id = '%s'".formatted(later, later, id));

        assertThat(claim(id)).hasSize(1);
    }

    @Test
    void the_pick_ignores_marks_and_clears_them() {
        UUID id = submit(1).get(0);
        worker("first", "in-memory", 1, false, "0 s");
        assertThat(mark()).hasSize(1);

        List<Job> picked = relay.claim(Lane.MAIL, 1, false);

        assertThat(picked).extracting(job -> job.id).containsExactly(id);
        assertThat(picked.get(0).handedOverUntil).isNull();
        assertThat(claim(id)).isEmpty();
    }

    @Test
    void a_marked_job_is_cancelled_like_any_other() {
        UUID id = submit(1).get(0);
        worker("first", "in-memory", 1, false, "0 s");
        assertThat(mark()).hasSize(1);

        control.cancel(id, "ada");

        assertThat(claim(id)).isEmpty();
    }

    @Test
    void further_messages_are_noted_at_most_a_hundred_times_and_only_for_a_job_that_was_claimed() {
        List<UUID> ids = submit(2);
        claim(ids.get(0));

        notes.duplicates(ids);
        notes.duplicates(ids);
        notes.duplicates(Stream.generate(() -> ids.get(0)).limit(200).toList());
        notes.duplicates(ids);

        assertThat(events(ids.get(0), "DUPLICATE")).isEqualTo(100);
        assertThat(events(ids.get(1), "DUPLICATE")).isZero();
    }

    @Test
    void a_hand_over_belongs_to_the_next_attempt() {
        UUID id = submit(1).get(0);
        worker("first", "in-memory", 1, false, "0 s");
        mark();
        handOver.clear(List.of(id), null, "not sent");

        assertThat(Database.rows(
                        "SELECT attempt FROM job_event WHERE step IN ('HANDED_OVER', 'TAKEN_BACK') AND job_id = '" + id
                                + "'"))
                .isEqualTo(List.of(1, 1));
    }

    @Test
    void while_the_broker_is_away_nothing_is_marked_and_only_a_process_with_pages_is_ready() {
        submit(1);
        worker("first", "in-memory", 1, false, "0 s");
        broker.problem = Optional.of("no connection");

        assertThat(brokerRelay.handOver(Lane.MAIL)).isFalse();

        assertThat(mark()).hasSize(1);
        assertThat(readiness(worker)).isEqualTo(HealthCheckResponse.Status.DOWN);
        BrokerProcess web = new BrokerProcess(ProcessRun.Role.WEB);
        web.reportBroker(worker::brokerProblem);
        assertThat(readiness(web)).isEqualTo(HealthCheckResponse.Status.UP);
    }

    @Test
    void a_mark_is_cleared_if_its_message_was_surely_not_sent_and_else_left_to_expire() {
        UUID id = submit(1).get(0);
        worker("first", "in-memory", 1, false, "0 s");
        for (CompletionStage<Void> unclear : List.<CompletionStage<Void>>of(
                CompletableFuture.failedFuture(new IOException("cut off")), new CompletableFuture<>())) {
            broker.answer = unclear;
            assertThat(CompletableFuture.supplyAsync(() -> brokerRelay.handOver(Lane.MAIL)))
                    .succeedsWithin(Duration.ofSeconds(4), BOOLEAN)
                    .isTrue();
            assertThat(marks()).isOne();
            Database.sql("UPDATE job SET handed_over_until = now() WHERE id = '" + id + "'");
        }
        broker.answer = CompletableFuture.failedFuture(new Broker.NotSent(new IOException("no connection")));

        assertThat(brokerRelay.handOver(Lane.MAIL)).isTrue();

        assertThat(marks()).isZero();
        assertThat(worker.brokerProblem()).isPresent();
        assertThat(broker.sent).containsExactly(id, id, id);
    }

    @Test
    void a_relay_hands_over_all_that_it_may_without_a_pause() {
        List<UUID> ids = submit(7);
        worker("first", "in-memory", 7, false, "0 s");
        Relay all = new Relay(table, runner, running, transport, brokerRelay, threads, worker, hourly());

        all.start(null);

        await().until(() -> broker.sent.size() == 7);
        assertThat(broker.sent).isEqualTo(ids);
        all.stop();
    }

    @Test
    void a_message_without_a_free_worker_is_given_back_after_a_heartbeat() {
        UUID id = handedOver(1).get(0);
        CompletableFuture<Void> acknowledged = receive(id);
        await().during(Duration.ofMillis(500)).until(() -> !acknowledged.isDone());

        await().until(acknowledged::isDone);

        assertThat(mark()).extracting(job -> job.id).containsExactly(id);
        assertThat(worker.unclaimed).hasValue(1);
    }

    @Test
    void messages_that_wait_count_as_workers_that_are_taken() {
        consumer.stop();
        submit(2).forEach(this::receive);
        workers.free = 3;

        assertThat(consumer.free(Lane.MAIL)).isEqualTo(1);
    }

    @Test
    void the_messages_of_a_paused_lane_are_given_back() {
        UUID id = handedOver(1).get(0);
        pauses.pause(Lane.MAIL, "ada");
        workers.free = 1;

        CompletableFuture<Void> acknowledged = receive(id);

        await().until(acknowledged::isDone);
        assertThat(marks()).isZero();
        assertThat(events(id, "TAKEN_BACK")).isOne();
    }

    @Test
    void a_message_that_no_claim_follows_is_acknowledged_and_counted() {
        UUID claimed = submit(1).get(0);
        claim(claimed);
        workers.free = 1;

        assertThat(consumer.receive(Lane.MAIL, "rubbish")).isCompleted();
        CompletableFuture<Void> further = receive(claimed);
        CompletableFuture<Void> gone = receive(UUID.randomUUID());

        await().until(() -> further.isDone() && gone.isDone());
        assertThat(events(claimed, "DUPLICATE")).isOne();
        assertThat(worker.unclaimed).hasValue(3);
    }

    @Test
    void a_process_that_ends_gives_its_messages_back_and_gets_no_more_by_acknowledging_late_ones() {
        List<UUID> ids = handedOver(2);
        CompletableFuture<Void> early = receive(ids.get(0));

        consumer.end();
        assertThat(early).isDone();
        assertThat(marks()).isOne();
        workers.free = 2;
        CompletableFuture<Void> late = receive(ids.get(1));

        await().until(() -> events(ids.get(1), "TAKEN_BACK") == 1);
        assertThat(late).isNotDone();
        assertThat(consumer.free(Lane.MAIL)).isZero();
        assertThat(claim(ids.toArray(UUID[]::new))).hasSize(2);
    }

    private List<Job> mark() {
        List<Job> all = new ArrayList<>();
        List<Job> marked = handOver.mark(Lane.MAIL);
        while (!marked.isEmpty()) {
            all.addAll(marked);
            marked = handOver.mark(Lane.MAIL);
        }
        return all;
    }

    private List<Job> claim(UUID... ids) {
        return handOver.claim(
                List.of(ids),
                Stream.generate(UUID::randomUUID).limit(ids.length).toList());
    }

    private List<UUID> submit(int many) {
        return Stream.generate(() -> CountEffects.that("work"))
                .limit(many)
                .map(this::submit)
                .toList();
    }

    private UUID submit(CountEffects payload) {
        QuarkusTransaction.requiringNew().run(() -> jobs.submit(CountEffects.KIND, payload));
        return QuarkusTransaction.requiringNew()
                .call(() -> Job.find(CountEffects.KIND, payload.key()).orElseThrow().id);
    }

    private List<UUID> handedOver(int many) {
        List<UUID> ids = submit(many);
        worker("first", "in-memory", many, false, "0 s");
        assertThat(mark()).hasSize(many);
        return ids;
    }

    private CompletableFuture<Void> receive(UUID job) {
        return consumer.receive(Lane.MAIL, job.toString()).toCompletableFuture();
    }

    private HealthCheckResponse.Status readiness(ProcessRun process) {
        return new Drain(relay, consumer, signal, running, threads, process, scheduler, drain)
                .call()
                .getStatus();
    }

    /** A loop that is not woken takes no second turn. */
    private JobSettings hourly() {
        return (JobSettings) Proxy.newProxyInstance(
                JobSettings.class.getClassLoader(),
                new Class<?>[] {JobSettings.class},
                (proxy, method, arguments) ->
                        method.getName().equals("poll") ? Duration.ofHours(1) : method.invoke(settings, arguments));
    }

    private static long marks() {
        return Database.count("job WHERE handed_over_until > now()");
    }

    private static long events(UUID job, String step) {
        return Database.count("job_event WHERE job_id = '" + job + "' AND step = '" + step + "'");
    }

    private static void worker(String name, String transport, int workers, boolean isShort, String silent) {
        Database.sql(
                "INSERT INTO process_run (id, name, role, transport, lanes, seen_at) VALUES (gen_random_uuid(), 'worker %s',"
                                .formatted(name)
                        + " 'WORKER', '%s', CAST('{\"MAIL\": {\"workers\": %d, \"short\": %b}}' AS jsonb), now() - interval '%s')"
                                .formatted(transport, workers, isShort, silent));
    }

    /** Records what is published. */
    private static class RecordingBroker implements Broker {

        private final List<UUID> sent = new CopyOnWriteArrayList<>();
        private Optional<String> problem = Optional.empty();
        private CompletionStage<Void> answer = CompletableFuture.completedStage(null);

        @Override
        public String transport() {
            return "recording";
        }

        @Override
        public Optional<String> problem() {
            return problem;
        }

        @Override
        public CompletionStage<Void> publish(Lane lane, UUID job) {
            sent.add(job);
            return answer;
        }
    }

    /** The free workers of the consumer. Claimed jobs run in the application. */
    private static class Workers implements Transport {

        private volatile int free;

        @Override
        public int free(Lane lane) {
            return free;
        }

        @Override
        public LaneBuffer lane(Lane lane) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<Void> send(JobContext run) {
            throw new UnsupportedOperationException();
        }
    }

    /** A process with a broker, which has no row. */
    private class BrokerProcess extends ProcessRun {

        private final AtomicInteger unclaimed = new AtomicInteger();

        BrokerProcess(Role role) {
            super(null, null, threads, settings, role, "recording");
        }

        @Override
        void unclaimed() {
            unclaimed.incrementAndGet();
        }
    }
}
