package dev.darkroom.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.darkroom.jobs.JobContext.Interruption;
import dev.darkroom.jobs.JobEvent.Step;
import dev.darkroom.jobs.JobRunner.Outcome;
import dev.darkroom.jobs.Jobs.NotRetryable;
import dev.darkroom.testing.Database;
import dev.darkroom.testing.Parallel;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.TransactionalException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The durable path with relay and scheduler stopped: each test takes the steps itself. */
@QuarkusTest
@ActivateRequestContext
class DurableJobTest {

    private static final String KINDS = "('count-effects', 'tomorrow')";

    @Inject
    Jobs jobs;

    @Inject
    JobTable table;

    @Inject
    JobRunner runner;

    @Inject
    Relay relay;

    @Inject
    JobRescuer rescuer;

    @Inject
    AgroalDataSource pool;

    @Inject
    RunningJobs running;

    @Inject
    Transport transport;

    @Inject
    Scheduler scheduler;

    @Inject
    ProcessRun process;

    @Inject
    CountingHandler handler;

    @Inject
    EntityManager database;

    @BeforeEach
    void stop_relay_and_scheduler() {
        relay.stop();
        scheduler.pause();
        Database.sql("DELETE FROM job WHERE kind IN " + KINDS);
        Database.sql("UPDATE job SET run_at = now() + interval '1 hour' WHERE state = 'QUEUED'");
    }

    @AfterEach
    void start_them_again() {
        FailingTransport.repair();
        Database.sql("DELETE FROM job WHERE kind IN " + KINDS);
        relay.start(null);
        scheduler.resume();
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
    void a_second_submit_with_the_same_key_adds_no_job() {
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
    void an_unclaimed_hand_over_is_due_again_when_it_expires() {
        UUID id = submit(CountEffects.that("work"));
        assertThat(relay.mark(Lane.MAIL, 100)).hasSize(1);
        assertThat(relay.mark(Lane.MAIL, 100)).isEmpty();

        Database.sql("UPDATE job SET handed_over_until = now() WHERE id = '" + id + "'");

        assertThat(relay.mark(Lane.MAIL, 100)).extracting(job -> job.id).containsExactly(id);
    }

    @Test
    void the_relay_hands_over_no_more_than_the_lane_can_take() {
        for (int i = 0; i < 10; i++) {
            submit(CountEffects.that("work"));
        }
        int capacity = transport.capacity(Lane.MAIL);

        relay.handOver(Lane.MAIL);

        assertThat(relay.mark(Lane.MAIL, 100)).hasSize(10 - capacity);
        await().until(() -> transport.capacity(Lane.MAIL) == capacity);
    }

    @Test
    void a_message_that_cannot_be_sent_costs_no_capacity_and_the_others_are_sent() {
        List<UUID> ids = Stream.generate(() -> submit(CountEffects.that("work")))
                .limit(3)
                .toList();
        int capacity = transport.capacity(Lane.MAIL);
        FailingTransport.refusesMessages = true;

        relay.handOver(Lane.MAIL);

        assertThat(FailingTransport.REFUSED).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(transport.capacity(Lane.MAIL)).isEqualTo(capacity);
    }

    @Test
    void a_relay_that_fails_each_turn_makes_the_process_unready_and_no_worker_until_it_works_again() {
        FailingTransport.capacityError = new NoClassDefFoundError("thrown by a test");
        relay.start(null);

        await("unready").until(() -> ready().statusCode() == 503);
        assertThat(ready().asString()).contains("The thread relay fails: ").contains("thrown by a test");
        process.beat();
        assertThat(process.isAnyWorkerAlive()).isFalse();
        FailingTransport.repair();

        await("ready").until(() -> ready().statusCode() == 200);
        process.beat();
        assertThat(process.isAnyWorkerAlive()).isTrue();
        relay.stop();
    }

    @Test
    void a_job_delivered_a_hundred_times_has_one_effect() {
        CountEffects payload = CountEffects.that("work");
        UUID id = submit(payload);

        Parallel.run(50, () -> run(id));
        for (int i = 0; i < 50; i++) {
            run(id);
        }

        assertThat(handler.calls(payload.key())).containsExactly("started", "perform", "succeeded");
        assertThat(find(id).state).isEqualTo(Job.State.COMPLETE);
        assertThat(find(id).deliveries).as("with the duplicates").isEqualTo(100);
    }

    @Test
    void a_stale_worker_cannot_settle() {
        CountEffects payload = CountEffects.that("work");
        UUID id = submit(payload);
        JobContext stale = runner.claim(id).orElseThrow();
        Outcome late = runner.perform(stale);
        expire(id);
        rescuer.rescueExpired();
        makeDue(id);
        JobContext fresh = runner.claim(id).orElseThrow();

        runner.settle(stale, late);

        assertThat(find(id).state).isEqualTo(Job.State.RUNNING);
        assertThat(find(id).leaseToken).isEqualTo(fresh.leaseToken());
        runner.settle(fresh, runner.perform(fresh));
        assertThat(find(id).state).isEqualTo(Job.State.COMPLETE);
        assertThat(handler.calls(payload.key()))
                .containsExactly("started", "perform", "retrying", "started", "fenced", "perform", "succeeded");
    }

    @Test
    void a_stale_worker_cannot_report_progress() {
        CountEffects payload = CountEffects.that("progress");
        UUID id = submit(payload);
        JobContext stale = runner.claim(id).orElseThrow();
        expire(id);
        rescuer.rescueExpired();

        runner.settle(stale, runner.perform(stale));

        assertThat(handler.calls(payload.key())).containsExactly("started", "retrying", "perform", "fenced");
    }

    /** Its heartbeat has just touched the row, and its commit does not come. */
    @Test
    void a_job_whose_worker_froze_in_a_transaction_is_rescued() throws SQLException {
        UUID id = submit(CountEffects.that("work"));
        runner.claim(id).orElseThrow();
        expire(id);
        Job seen = table.expired().get(0);
        try (Connection frozen = pool.getConnection();
                Statement heartbeat = frozen.createStatement()) {
            frozen.setAutoCommit(false);
            heartbeat.executeUpdate("UPDATE job SET leased_until = now() + interval '1 hour' WHERE id = '" + id + "'");

            assertThat(CompletableFuture.runAsync(() -> rescuer.rescue(seen))).succeedsWithin(Duration.ofSeconds(20));
            // The server has ended it, and the pool must not hand it out again.
            frozen.abort(Runnable::run);
        }
        assertThat(find(id).state).isEqualTo(Job.State.QUEUED);
    }

    @Test
    void a_rescuer_with_a_stale_view_leaves_complete_alone() {
        UUID id = submit(CountEffects.that("work"));
        JobContext run = runner.claim(id).orElseThrow();
        expire(id);
        Job seen = table.expired().get(0);
        runner.settle(run, runner.perform(run));

        rescuer.rescue(seen);

        assertThat(find(id).state).isEqualTo(Job.State.COMPLETE);
    }

    @Test
    void a_rescue_that_fails_does_not_stop_the_others() {
        CountEffects broken = CountEffects.that("break when it is rescued");
        CountEffects younger = CountEffects.that("work");
        for (CountEffects payload : List.of(broken, younger)) {
            UUID id = submit(payload);
            runner.claim(id).orElseThrow();
            expire(id);
        }
        handler.breakFor(broken.key());

        rescuer.rescueExpired();

        assertThat(find(broken).orElseThrow().state).isEqualTo(Job.State.RUNNING);
        assertThat(find(younger).orElseThrow().state).isEqualTo(Job.State.QUEUED);
    }

    @Test
    void a_job_that_loses_its_last_attempt_is_dead_and_its_record_failed() {
        CountEffects payload = CountEffects.that("work");
        UUID id = submit(payload);
        for (int attempt = 1; attempt <= 4; attempt++) {
            makeDue(id);
            runner.claim(id).orElseThrow();
            expire(id);
            rescuer.rescueExpired();
        }

        assertThat(find(id).state).isEqualTo(Job.State.DEAD);
        assertThat(find(id).retryable).isTrue();
        assertThat(handler.calls(payload.key())).endsWith("failed: " + Failure.WORKER_LOST.reason());
    }

    @Test
    void a_failing_job_is_retried_until_its_attempts_are_used_up() {
        CountEffects payload = CountEffects.that("fail");
        UUID id = submit(payload);

        for (int i = 0; i < 6; i++) {
            run(id);
        }

        assertThat(find(id).attempt).isEqualTo(4);
        assertThat(find(id).state).isEqualTo(Job.State.DEAD);
        assertThat(handler.calls(payload.key()).stream().filter("perform"::equals))
                .hasSize(4);
        assertThat(handler.calls(payload.key()))
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
        assertThat(handler.calls(payload.key()).stream().filter("retried"::equals))
                .hasSize(1);
        assertThat(steps(id)).endsWith(Step.RETRIED);
    }

    @Test
    void a_complete_or_queued_job_is_not_retried() {
        UUID waiting = submit(CountEffects.that("work"));
        UUID complete = submit(CountEffects.that("work"));
        run(complete);

        assertThatThrownBy(() -> jobs.retry(waiting, "ada")).isInstanceOf(NotRetryable.class);
        assertThatThrownBy(() -> jobs.retry(complete, "ada")).isInstanceOf(NotRetryable.class);
    }

    @Test
    void a_job_with_an_unreadable_payload_is_retried_then_dead_and_its_record_failed() {
        CountEffects payload = CountEffects.that("work");
        UUID id = submit(payload);
        Database.sql("UPDATE job SET payload = '{' WHERE id = '" + id + "'");

        for (int i = 0; i < 4; i++) {
            run(id);
        }

        assertThat(find(id).state).isEqualTo(Job.State.DEAD);
        assertThat(handler.calls(payload.key())).last().asString().startsWith("failed: ");
    }

    @Test
    void an_unknown_kind_is_left_for_a_newer_worker() {
        UUID id = submit(CountEffects.that("work"));
        Database.sql("UPDATE job SET kind = 'tomorrow' WHERE id = '" + id + "'");

        assertThat(relay.mark(Lane.MAIL, 100)).isEmpty();
        assertThat(runner.claim(id)).isEmpty();
        assertThat(find(id).state).isEqualTo(Job.State.QUEUED);
    }

    @Test
    void a_job_is_not_claimed_before_its_time() {
        UUID id = submit(CountEffects.that("work"));
        Database.sql("UPDATE job SET run_at = now() + interval '1 minute' WHERE id = '" + id + "'");

        assertThat(relay.mark(Lane.MAIL, 100)).isEmpty();
        assertThat(runner.claim(id)).isEmpty();
    }

    @Test
    void a_heartbeat_extends_the_lease() {
        UUID id = submit(CountEffects.that("hang"));
        CompletableFuture<Void> hanging = startHanging(id);
        expire(id);

        running.beat();

        assertThat(table.expired()).isEmpty();
        assertThat(steps(id)).endsWith(Step.HEARTBEAT);
        stop(hanging, Interruption.DRAIN);
    }

    @Test
    void a_run_that_lost_its_lease_is_interrupted_and_records_nothing() {
        CountEffects payload = CountEffects.that("hang");
        UUID id = submit(payload);
        CompletableFuture<Void> hanging = startHanging(id);
        expire(id);
        rescuer.rescueExpired();

        running.beat();

        assertThat(hanging).succeedsWithin(Duration.ofSeconds(5));
        assertThat(find(id).state).isEqualTo(Job.State.QUEUED);
        assertThat(handler.calls(payload.key())).endsWith("fenced");
    }

    @Test
    void after_its_deadline_a_run_has_no_more_heartbeats_and_is_stopped() {
        UUID id = submit(CountEffects.that("work"));
        JobContext run = runner.claim(id).orElseThrow();
        CompletableFuture<Interruption> stopped = CompletableFuture.supplyAsync(() -> hangWithDeadline(run));

        await().until(() -> {
            running.beat();
            return stopped.isDone();
        });

        assertThat(stopped.join()).isEqualTo(Interruption.DEADLINE);
        assertThat(steps(id)).doesNotContain(Step.HEARTBEAT);
    }

    @Test
    void a_drained_run_gets_its_attempt_back_three_times() {
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
    void a_cancelled_job_is_not_claimed_and_its_run_is_fenced() {
        CountEffects payload = CountEffects.that("work");
        UUID id = submit(payload);
        JobContext run = runner.claim(id).orElseThrow();

        QuarkusTransaction.requiringNew().run(() -> jobs.cancel(CountEffects.KIND, payload.key()));

        runner.settle(run, runner.perform(run));
        assertThat(find(id).state).isEqualTo(Job.State.CANCELLED);
        assertThat(handler.calls(payload.key())).containsExactly("started", "perform", "fenced");
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
    void finished_jobs_are_deleted_after_the_retention_and_no_others() {
        UUID old = submit(CountEffects.that("work"));
        UUID waiting = submit(CountEffects.that("work"));
        run(old);
        Database.sql("UPDATE job SET finished_at = now() - interval '8 days' WHERE id = '" + old + "'");

        rescuer.prune();

        assertThat(find(old)).isNull();
        assertThat(find(waiting)).isNotNull();
    }

    @Test
    void processes_that_ended_are_deleted_after_the_retention_and_still_count_as_gone() {
        UUID dead = UUID.randomUUID();
        Database.sql("INSERT INTO process_run (id, name, role, seen_at) VALUES ('" + dead
                + "', 'long ago', 'WORKER', now() - interval '8 days')");

        rescuer.prune();

        assertThat(process.isGone(dead)).isTrue();
        assertThat(Database.count("process_run WHERE id = '" + dead + "'")).isZero();
        assertThat(Database.count("process_run WHERE id = '" + process.id() + "'"))
                .isOne();
    }

    private Interruption hangWithDeadline(JobContext claimed) {
        JobContext run = new JobContext(claimed.job(), null);
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
        await().until(() -> running.count() == 1);
        return hanging;
    }

    private void stop(CompletableFuture<Void> hanging, Interruption why) {
        running.interruptAll(why);
        assertThat(hanging).succeedsWithin(Duration.ofSeconds(5));
    }

    private Void run(UUID id) {
        makeDue(id);
        runner.run(id);
        return null;
    }

    private UUID submit(CountEffects payload) {
        QuarkusTransaction.requiringNew().run(() -> jobs.submit(CountEffects.KIND, payload));
        UUID id = find(payload).orElseThrow().id;
        Database.sql("UPDATE job SET max_attempts = 4 WHERE id = '" + id + "'");
        return id;
    }

    private Optional<Job> find(CountEffects payload) {
        return QuarkusTransaction.requiringNew().call(() -> Job.find(CountEffects.KIND, payload.key()));
    }

    private Job find(UUID id) {
        return QuarkusTransaction.requiringNew().call(() -> Job.findById(id));
    }

    private List<Step> steps(UUID id) {
        return QuarkusTransaction.requiringNew()
                .call(() -> JobEvent.of(id).stream().map(event -> event.step).toList());
    }

    private void makeDue(UUID id) {
        Database.sql("UPDATE job SET run_at = now() WHERE state = 'QUEUED' AND id = '" + id + "'");
    }

    private void expire(UUID id) {
        Database.sql("UPDATE job SET leased_until = now() - interval '1 second' WHERE id = '" + id + "'");
    }

    private static Response ready() {
        return RestAssured.get("/q/health/ready");
    }
}
