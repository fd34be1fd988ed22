package dev.darkroom.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.jobs.JobContext.Interruption;
import dev.darkroom.jobs.JobEvent.Step;
import dev.darkroom.jobs.JobRunner.Performed;
import dev.darkroom.jobs.Jobs.NotRetryable;
import dev.darkroom.testing.Parallel;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.TransactionalException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The durable path, with the relay's loop stopped: each test turns the crank itself. */
@QuarkusTest
@ActivateRequestContext
@TestProfile(DurableJobTest.NobodyElseTurns.class)
class DurableJobTest {

    public static class NobodyElseTurns implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.scheduler.enabled",
                    "false",
                    "darkroom.jobs.backoff-base",
                    "0s",
                    "darkroom.jobs.max-attempts",
                    "4");
        }
    }

    @Inject
    Jobs jobs;

    @Inject
    JobTable table;

    @Inject
    JobRunner runner;

    @Inject
    Relay relay;

    @Inject
    RelayLoop loop;

    @Inject
    JobRescuer rescue;

    @Inject
    AgroalDataSource pool;

    @Inject
    RunningJobs running;

    @Inject
    LanePlaces places;

    @Inject
    ProcessRun process;

    @Inject
    CountingHandler handler;

    @Inject
    EntityManager database;

    @BeforeEach
    void stop_the_loop_and_forget_other_jobs() {
        loop.stop();
        sql("DELETE FROM job WHERE kind IN ('count-effects', 'tomorrow')");
    }

    @Test
    void a_rolled_back_submit_leaves_no_job() {
        CountEffects payload = CountEffects.that("work");

        QuarkusTransaction.begin();
        jobs.submit(CountEffects.KIND, payload);
        QuarkusTransaction.rollback();

        assertThat(find(payload)).isEmpty();
    }

    @Test
    void a_submit_outside_of_a_transaction_is_refused() {
        assertThatThrownBy(() -> jobs.submit(CountEffects.KIND, CountEffects.that("work")))
                .isInstanceOf(TransactionalException.class);
    }

    @Test
    void a_second_submit_with_the_same_key_is_the_first_job() {
        CountEffects payload = CountEffects.that("work");
        UUID first = submit(payload);

        assertThat(submit(payload)).isEqualTo(first);
        assertThat(steps(first)).containsExactly(Step.QUEUED);
        long jobsOfThatKey = QuarkusTransaction.requiringNew().call(() -> Job.count("key", payload.key()));
        assertThat(jobsOfThatKey).isEqualTo(1);
    }

    @Test
    void a_job_is_invisible_until_its_record_is_committed() {
        QuarkusTransaction.begin();
        jobs.submit(CountEffects.KIND, CountEffects.that("work"));
        database.flush();

        List<Job> seen =
                CompletableFuture.supplyAsync(() -> relay.mark(Lane.MAIL, 100)).join();

        assertThat(seen).isEmpty();
        QuarkusTransaction.rollback();
    }

    @Test
    void an_older_job_that_is_committed_after_a_younger_one_is_not_skipped() {
        CountEffects older = CountEffects.that("work");
        CountEffects younger = CountEffects.that("work");
        QuarkusTransaction.begin();
        jobs.submit(CountEffects.KIND, older);
        database.flush();
        submit(younger);

        List<Job> first =
                CompletableFuture.supplyAsync(() -> relay.mark(Lane.MAIL, 100)).join();
        QuarkusTransaction.commit();
        List<Job> second = relay.mark(Lane.MAIL, 100);

        assertThat(first).extracting(job -> job.key).containsExactly(younger.key());
        assertThat(second).extracting(job -> job.key).containsExactly(older.key());
        assertThat(second.get(0).runAt).isBefore(first.get(0).runAt);
    }

    @Test
    void two_relays_never_hand_over_the_same_job() {
        for (int i = 0; i < 40; i++) {
            submit(CountEffects.that("work"));
        }

        List<UUID> handedOver = Parallel.run(8, () -> relay.mark(Lane.MAIL, 10)).stream()
                .flatMap(List::stream)
                .map(job -> job.id)
                .toList();

        assertThat(handedOver).doesNotHaveDuplicates();
        assertThat(handedOver.size() + relay.mark(Lane.MAIL, 100).size()).isEqualTo(40);
    }

    @Test
    void a_hand_over_that_leads_to_nothing_is_due_again_when_it_expires() {
        UUID id = submit(CountEffects.that("work"));
        assertThat(relay.mark(Lane.MAIL, 100)).hasSize(1);
        assertThat(relay.mark(Lane.MAIL, 100)).isEmpty();

        sql("UPDATE job SET handed_over_until = now() WHERE id = '" + id + "'");

        assertThat(relay.mark(Lane.MAIL, 100)).extracting(job -> job.id).containsExactly(id);
    }

    @Test
    void the_relay_takes_no_more_than_the_lane_has_free_places() {
        for (int i = 0; i < 10; i++) {
            submit(CountEffects.that("work"));
        }
        int free = places.takeAll(Lane.MAIL);
        places.giveBack(Lane.MAIL, 1);

        relay.handOver(Lane.MAIL);

        assertThat(relay.mark(Lane.MAIL, 100)).hasSize(9);
        Awaitility.await().until(() -> places.takeAll(Lane.MAIL) == 1);
        places.giveBack(Lane.MAIL, free);
    }

    @Test
    void a_job_delivered_a_hundred_times_has_one_effect() {
        CountEffects payload = CountEffects.that("work");
        UUID id = submit(payload);

        Parallel.run(50, () -> run(id));
        for (int i = 0; i < 50; i++) {
            run(id);
        }

        assertThat(handler.told(payload.key())).containsExactly("started", "perform", "succeeded");
        assertThat(find(id).state).isEqualTo(Job.State.COMPLETE);
        assertThat(find(id).deliveries).as("with the duplicates").isEqualTo(100);
    }

    @Test
    void a_stale_worker_cannot_settle() {
        CountEffects payload = CountEffects.that("work");
        UUID id = submit(payload);
        Job stale = runner.claim(id).orElseThrow();
        Performed late = runner.perform(stale);
        expire(id);
        rescue.rescueExpired();
        Job fresh = runner.claim(id).orElseThrow();

        runner.settle(stale, late);

        assertThat(find(id).state).isEqualTo(Job.State.RUNNING);
        assertThat(find(id).leaseToken).isEqualTo(fresh.leaseToken);
        runner.settle(fresh, runner.perform(fresh));
        assertThat(find(id).state).isEqualTo(Job.State.COMPLETE);
        assertThat(handler.told(payload.key()))
                .containsExactly("started", "perform", "retrying", "started", "fenced", "perform", "succeeded");
    }

    @Test
    void a_stale_worker_cannot_report_progress() {
        CountEffects payload = CountEffects.that("progress");
        UUID id = submit(payload);
        Job stale = runner.claim(id).orElseThrow();
        expire(id);
        rescue.rescueExpired();

        runner.settle(stale, runner.perform(stale));

        assertThat(handler.told(payload.key())).containsExactly("started", "retrying", "perform", "fenced");
    }

    /** Its heartbeat has just touched the row, and its commit does not come. */
    @Test
    void a_job_whose_worker_is_frozen_within_a_transaction_is_rescued_nonetheless() throws SQLException {
        UUID id = submit(CountEffects.that("work"));
        runner.claim(id).orElseThrow();
        expire(id);
        Job seen = table.expired(List.of("count-effects")).get(0);
        try (Connection frozen = pool.getConnection();
                Statement heartbeat = frozen.createStatement()) {
            frozen.setAutoCommit(false);
            heartbeat.executeUpdate("UPDATE job SET leased_until = now() + interval '1 hour' WHERE id = '" + id + "'");

            assertThat(CompletableFuture.runAsync(() -> rescue.rescue(seen))).succeedsWithin(Duration.ofSeconds(20));
            // The server has ended it, and the pool must not hand it out again.
            frozen.abort(Runnable::run);
        }
        assertThat(find(id).state).isEqualTo(Job.State.QUEUED);
    }

    @Test
    void a_rescuer_with_a_stale_view_leaves_complete_alone() {
        UUID id = submit(CountEffects.that("work"));
        Job job = runner.claim(id).orElseThrow();
        expire(id);
        Job seen = table.expired(List.of("count-effects")).get(0);
        runner.settle(job, runner.perform(job));

        rescue.rescue(seen);

        assertThat(find(id).state).isEqualTo(Job.State.COMPLETE);
    }

    @Test
    void the_last_attempt_that_is_lost_buries_the_job_and_fails_its_record() {
        CountEffects payload = CountEffects.that("work");
        UUID id = submit(payload);
        for (int attempt = 1; attempt <= 4; attempt++) {
            runner.claim(id).orElseThrow();
            expire(id);
            rescue.rescueExpired();
        }

        assertThat(find(id).state).isEqualTo(Job.State.DEAD);
        assertThat(find(id).retryable).isTrue();
        assertThat(handler.told(payload.key())).endsWith("failed: " + Failure.WORKER_DIED.reason());
    }

    @Test
    void a_job_that_fails_is_tried_again_until_its_attempts_are_used_up() {
        CountEffects payload = CountEffects.that("fail");
        UUID id = submit(payload);

        for (int i = 0; i < 6; i++) {
            run(id);
        }

        assertThat(find(id).attempt).isEqualTo(4);
        assertThat(find(id).state).isEqualTo(Job.State.DEAD);
        assertThat(handler.told(payload.key()).stream().filter("perform"::equals))
                .hasSize(4);
        assertThat(handler.told(payload.key()))
                .last()
                .asString()
                .startsWith("failed: unexpected: ")
                .contains("no luck");
    }

    @Test
    void a_permanent_failure_is_dead_at_once_and_cannot_be_retried() {
        UUID id = submit(CountEffects.that("decline"));
        run(id);

        assertThat(find(id).state).isEqualTo(Job.State.DEAD);
        assertThat(find(id).attempt).isEqualTo(1);
        assertThatThrownBy(() -> jobs.retry(id, "ada"))
                .isInstanceOf(NotRetryable.class)
                .hasMessageContaining("declined");
    }

    @Test
    void a_person_retries_a_dead_job_and_a_second_press_changes_nothing() {
        CountEffects payload = CountEffects.that("fail");
        UUID id = submit(payload);
        for (int i = 0; i < 4; i++) {
            run(id);
        }

        jobs.retry(id, "ada");
        jobs.retry(id, "ada");

        Job job = find(id);
        assertThat(job.state).isEqualTo(Job.State.QUEUED);
        assertThat(job.round).isEqualTo(2);
        assertThat(job.attempt).isZero();
        assertThat(handler.told(payload.key()).stream().filter("retried"::equals))
                .hasSize(1);
        assertThat(steps(id)).endsWith(Step.RETRIED);
    }

    @Test
    void what_is_complete_or_waiting_is_not_retried() {
        UUID waiting = submit(CountEffects.that("work"));
        UUID complete = submit(CountEffects.that("work"));
        run(complete);

        assertThatThrownBy(() -> jobs.retry(waiting, "ada")).isInstanceOf(NotRetryable.class);
        assertThatThrownBy(() -> jobs.retry(complete, "ada")).isInstanceOf(NotRetryable.class);
    }

    @Test
    void an_unreadable_payload_is_tried_then_dead_and_its_record_failed() {
        CountEffects payload = CountEffects.that("work");
        UUID id = submit(payload);
        sql("UPDATE job SET payload = '{' WHERE id = '" + id + "'");

        for (int i = 0; i < 4; i++) {
            run(id);
        }

        assertThat(find(id).state).isEqualTo(Job.State.DEAD);
        assertThat(handler.told(payload.key())).last().asString().startsWith("failed: ");
    }

    @Test
    void an_unknown_kind_is_left_for_a_newer_worker() {
        UUID id = submit(CountEffects.that("work"));
        sql("UPDATE job SET kind = 'tomorrow' WHERE id = '" + id + "'");

        assertThat(relay.mark(Lane.MAIL, 100)).isEmpty();
        assertThat(runner.claim(id)).isEmpty();
        assertThat(find(id).state).isEqualTo(Job.State.QUEUED);
    }

    @Test
    void a_job_is_not_claimed_before_its_time() {
        UUID id = submit(CountEffects.that("work"));
        sql("UPDATE job SET run_at = now() + interval '1 minute' WHERE id = '" + id + "'");

        assertThat(relay.mark(Lane.MAIL, 100)).isEmpty();
        assertThat(runner.claim(id)).isEmpty();
    }

    @Test
    void a_heartbeat_extends_the_lease() {
        UUID id = submit(CountEffects.that("hang"));
        CompletableFuture<Void> hanging = CompletableFuture.runAsync(() -> run(id));
        Awaitility.await().until(() -> running.count() == 1);
        expire(id);

        running.beat();

        assertThat(table.expired(List.of("count-effects"))).isEmpty();
        assertThat(steps(id)).endsWith(Step.HEARTBEAT);
        stop(hanging, Interruption.DRAIN);
    }

    @Test
    void a_run_that_lost_its_lease_is_interrupted_and_keeps_quiet() {
        CountEffects payload = CountEffects.that("hang");
        UUID id = submit(payload);
        CompletableFuture<Void> hanging = CompletableFuture.runAsync(() -> run(id));
        Awaitility.await().until(() -> running.count() == 1);
        expire(id);
        rescue.rescueExpired();

        running.beat();

        assertThat(hanging).succeedsWithin(Duration.ofSeconds(5));
        assertThat(find(id).state).isEqualTo(Job.State.QUEUED);
        assertThat(handler.told(payload.key())).endsWith("fenced");
    }

    @Test
    void after_its_deadline_a_run_has_no_more_heartbeats_and_is_stopped() {
        UUID id = submit(CountEffects.that("work"));
        Job job = runner.claim(id).orElseThrow();
        CompletableFuture<Interruption> stopped = CompletableFuture.supplyAsync(() -> hangWithDeadline(job));

        Awaitility.await().until(() -> {
            running.beat();
            return stopped.isDone();
        });

        assertThat(stopped.join()).isEqualTo(Interruption.DEADLINE);
        assertThat(steps(id)).doesNotContain(Step.HEARTBEAT);
    }

    @Test
    void a_drained_run_gets_its_attempt_back_but_not_for_ever() {
        UUID id = submit(CountEffects.that("hang"));
        for (int drain = 1; drain <= 3; drain++) {
            stop(startHanging(id), Interruption.DRAIN);
            assertThat(find(id).attempt).isZero();
            assertThat(find(id).state).isEqualTo(Job.State.QUEUED);
        }

        stop(startHanging(id), Interruption.DRAIN);

        assertThat(find(id).attempt).isEqualTo(1);
    }

    @Test
    void a_cancelled_job_is_not_claimed_and_who_runs_it_is_fenced() {
        CountEffects payload = CountEffects.that("work");
        UUID id = submit(payload);
        Job job = runner.claim(id).orElseThrow();

        QuarkusTransaction.requiringNew().run(() -> jobs.cancel(CountEffects.KIND, payload.key()));

        runner.settle(job, runner.perform(job));
        assertThat(find(id).state).isEqualTo(Job.State.CANCELLED);
        assertThat(handler.told(payload.key())).containsExactly("started", "perform", "fenced");
        assertThat(runner.claim(id)).isEmpty();
    }

    @Test
    void every_step_of_a_job_is_on_its_timeline() {
        UUID id = submit(CountEffects.that("progress"));
        relay.mark(Lane.MAIL, 100);
        run(id);

        assertThat(steps(id))
                .containsExactly(Step.QUEUED, Step.HANDED_OVER, Step.CLAIMED, Step.PROGRESS, Step.COMPLETE);
    }

    @Test
    void finished_jobs_are_forgotten_after_their_time_and_no_others() {
        UUID old = submit(CountEffects.that("work"));
        UUID waiting = submit(CountEffects.that("work"));
        run(old);
        sql("UPDATE job SET finished_at = now() - interval '8 days' WHERE id = '" + old + "'");

        rescue.prune();

        assertThat(find(old)).isNull();
        assertThat(find(waiting)).isNotNull();
    }

    @Test
    void processes_that_are_over_are_forgotten_after_that_time_too_and_count_as_gone_all_the_same() {
        UUID dead = UUID.randomUUID();
        sql("INSERT INTO process_run (id, name, seen_at) VALUES ('" + dead
                + "', 'long ago', now() - interval '8 days')");

        rescue.prune();

        assertThat(process.isGone(dead)).isTrue();
        assertThat(numberOf("process_run WHERE id = '" + dead + "'")).isZero();
        assertThat(numberOf("process_run WHERE id = '" + process.id() + "'")).isOne();
    }

    private Interruption hangWithDeadline(Job job) {
        JobContext run = new JobContext(job.id, job.leaseToken, null);
        running.add(run, Duration.ZERO);
        try {
            handler.hanging.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        running.remove(run);
        return run.close();
    }

    private CompletableFuture<Void> startHanging(UUID id) {
        CompletableFuture<Void> hanging = CompletableFuture.runAsync(() -> run(id));
        Awaitility.await().until(() -> running.count() == 1);
        return hanging;
    }

    private void stop(CompletableFuture<Void> hanging, Interruption why) {
        running.interruptAll(why);
        assertThat(hanging).succeedsWithin(Duration.ofSeconds(5));
    }

    private Void run(UUID id) {
        runner.run(id);
        return null;
    }

    private UUID submit(CountEffects payload) {
        QuarkusTransaction.requiringNew().run(() -> jobs.submit(CountEffects.KIND, payload));
        return find(payload).orElseThrow().id;
    }

    private Optional<Job> find(CountEffects payload) {
        return QuarkusTransaction.requiringNew().call(() -> Job.of(CountEffects.KIND, payload.key()));
    }

    private Job find(UUID id) {
        return QuarkusTransaction.requiringNew().call(() -> Job.findById(id));
    }

    private List<Step> steps(UUID id) {
        return QuarkusTransaction.requiringNew()
                .call(() -> JobEvent.of(id).stream().map(event -> event.step).toList());
    }

    private void expire(UUID id) {
        sql("UPDATE job SET leased_until = now() - interval '1 second' WHERE id = '" + id + "'");
    }

    private long numberOf(String rows) {
        return (long) QuarkusTransaction.requiringNew()
                .call(() -> database.createNativeQuery("SELECT count(*) FROM " + rows, Long.class)
                        .getSingleResult());
    }

    private void sql(String statement) {
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeQuery(statement).executeUpdate());
    }
}
