package dev.darkroom.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.darkroom.jobs.JobContext.Interruption;
import dev.darkroom.jobs.JobContext.LeaseLost;
import dev.darkroom.jobs.JobControl.Refused;
import dev.darkroom.jobs.JobEvent.Step;
import dev.darkroom.jobs.JobRunner.Outcome;
import dev.darkroom.testing.Database;
import dev.darkroom.testing.Parallel;
import io.agroal.api.AgroalDataSource;
import io.quarkus.hibernate.orm.panache.Panache;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionalException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The durable path with relay and scheduler stopped: each test takes the steps itself. */
@QuarkusTest
@ActivateRequestContext
class DurableJobTest {

    private static final String KINDS = "('count-effects', 'tomorrow')";

    @Inject
    Jobs jobs;

    @Inject
    JobControl control;

    @Inject
    LanePauses pauses;

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

    @BeforeEach
    void stop_relay_and_scheduler() {
        relay.stop();
        scheduler.pause();
        Database.sql("DELETE FROM job WHERE kind IN " + KINDS);
        Database.sql("UPDATE job SET run_at = now() + interval '1 hour' WHERE state = 'QUEUED'");
    }

    @AfterEach
    void restart_relay_and_scheduler() {
        FailingTransport.repair();
        running.all().forEach(running::remove);
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

        assertThat(Database.count("job WHERE key = '" + payload.key() + "'")).isZero();
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
        assertThat(Database.count("job WHERE key = '" + payload.key() + "'")).isOne();
    }

    @Test
    void a_job_is_invisible_until_its_record_is_committed() {
        QuarkusTransaction.begin();
        jobs.submit(CountEffects.KIND, CountEffects.that("work"));

        assertThat(CompletableFuture.supplyAsync(this::claimAll).join()).isEmpty();
        QuarkusTransaction.rollback();
    }

    @Test
    void an_older_job_that_is_committed_after_a_younger_one_is_not_skipped() {
        CountEffects older = CountEffects.that("work");
        CountEffects younger = CountEffects.that("work");
        QuarkusTransaction.begin();
        jobs.submit(CountEffects.KIND, older);
        submit(younger);

        List<Job> first = CompletableFuture.supplyAsync(this::claimAll).join();
        QuarkusTransaction.commit();
        List<Job> second = claimAll();

        assertThat(first).extracting(job -> job.key).containsExactly(younger.key());
        assertThat(second).extracting(job -> job.key).containsExactly(older.key());
        assertThat(second.get(0).runAt).isBefore(first.get(0).runAt);
    }

    @Test
    void two_relays_never_claim_the_same_job() {
        submit(40);
        Database.sql("UPDATE job SET max_attempts = 100 WHERE kind = 'count-effects'");

        List<UUID> claimed = Parallel.run(8, () -> relay.claim(Lane.MAIL, 10, false)).stream()
                .flatMap(List::stream)
                .map(job -> job.id)
                .toList();

        assertThat(claimed).doesNotHaveDuplicates();
        assertThat(claimed.size() + claimAll().size()).isEqualTo(40);
    }

    @Test
    void the_relay_claims_no_more_than_the_lane_can_take() {
        submit(40);
        int workers = transport.free(Lane.MAIL);

        relay.pick(Lane.MAIL);

        assertThat(claimAll()).hasSizeBetween(40 - 4 * workers, 40 - workers);
        await().until(() -> transport.free(Lane.MAIL) == workers);
    }

    @Test
    void a_job_whose_message_cannot_be_sent_is_given_back_costs_no_capacity_and_stops_no_other() {
        List<UUID> ids = submit(3);
        int capacity = transport.free(Lane.MAIL);
        FailingTransport.refusesMessages = true;

        relay.pick(Lane.MAIL);

        assertThat(FailingTransport.REFUSED).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(transport.free(Lane.MAIL)).isEqualTo(capacity);
        assertThat(ids).allSatisfy(id -> {
            assertThat(find(id).state).isEqualTo(Job.State.QUEUED);
            assertThat(find(id).attempt).isZero();
            assertThat(find(id).claimedAt).isNull();
        });
        assertThat(running.count()).isZero();
    }

    @Test
    void more_jobs_than_workers_are_claimed_only_while_runs_are_short_and_never_a_job_that_was_claimed_before() {
        List<JobContext> begun = new ArrayList<>();
        LaneBuffer lane = new LaneBuffer(2, begun::add);
        assertThat(lane.surplus()).as("nothing is known yet").isZero();
        JobContext quick = new JobContext(new Job(), Duration.ZERO, null);
        lane.add(quick);
        lane.remove(quick);

        assertThat(lane.free()).isEqualTo(2);
        assertThat(lane.surplus()).isEqualTo(6);

        UUID retried = submit("fail");
        run(retried);
        makeDue(retried);
        assertThat(relay.claim(Lane.MAIL, 100, true)).isEmpty();
        assertThat(claimAll()).extracting(job -> job.id).containsExactly(retried);
    }

    @Test
    void a_waiting_run_begins_when_a_worker_is_free_and_is_given_back_after_a_heartbeat() {
        List<JobContext> begun = new ArrayList<>();
        LaneBuffer lane = new LaneBuffer(1, begun::add);
        JobContext first = new JobContext(new Job(), Duration.ZERO, null);
        JobContext second = new JobContext(new Job(), Duration.ZERO, null);
        lane.add(first);
        lane.add(second);
        assertThat(begun).containsExactly(first);

        lane.remove(first);
        lane.remove(first);

        assertThat(begun).containsExactly(first, second);
        assertThat(lane.free()).isZero();
        await("a millisecond").until(() -> second.waits(Duration.ofMillis(1)));
        assertThat(second.begin()).isTrue();
        assertThat(second.waits(Duration.ofMillis(1))).isFalse();
        assertThat(second.giveBack()).isFalse();
    }

    @Test
    void jobs_of_one_transaction_are_claimed_in_the_order_of_their_submission() {
        List<CountEffects> submitted =
                Stream.generate(() -> CountEffects.that("work")).limit(20).toList();
        QuarkusTransaction.requiringNew()
                .run(() -> submitted.forEach(payload -> jobs.submit(CountEffects.KIND, payload)));

        assertThat(claimAll())
                .extracting(job -> job.key)
                .containsExactlyElementsOf(
                        submitted.stream().map(CountEffects::key).toList());
    }

    @Test
    void a_process_whose_relay_fails_each_turn_is_neither_ready_nor_a_worker_until_the_relay_works_again() {
        FailingTransport.capacityError = new NoClassDefFoundError("thrown by a test");
        relay.start(null);

        await("unready").until(() -> ready().statusCode() == 503);
        assertThat(ready().asString())
                .contains("The thread relay ")
                .contains(" fails: ")
                .contains("thrown by a test");
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
        UUID id = submit("work");

        JobContext run = claim(id);

        Parallel.run(50, () -> deliver(run));
        IntStream.range(0, 50).forEach(again -> deliver(run));

        assertThat(calls(id)).containsExactly("perform", "succeeded");
        assertThat(find(id).state).isEqualTo(Job.State.COMPLETE);
        assertThat(steps(id)).filteredOn(Step.DUPLICATE::equals).hasSize(99);
    }

    @Test
    void a_stale_worker_cannot_settle() {
        UUID id = submit("work");
        JobContext stale = claimAndExpire(id);
        Outcome late = runner.perform(stale);
        rescueExpired();
        makeDue(id);
        JobContext fresh = claim(id);

        runner.settle(stale, late);

        assertThat(find(id).state).isEqualTo(Job.State.RUNNING);
        assertThat(find(id).leaseToken).isEqualTo(fresh.leaseToken());
        runner.settle(fresh, runner.perform(fresh));
        assertThat(find(id).state).isEqualTo(Job.State.COMPLETE);
        assertThat(calls(id)).containsExactly("perform", "retrying", "fenced", "perform", "succeeded");
    }

    @Test
    void runs_that_end_during_a_commit_leave_their_workers_and_are_settled_next_each_in_its_own_way() throws Exception {
        UUID slow = submit("work");
        UUID innocent = submit("work");
        UUID unrecordable = submit("work");
        UUID lost = submit("work");
        handler.breakCallback("succeeded", find(unrecordable).key);
        JobContext stale = claimAndExpire(lost);
        rescueExpired();
        JobContext first = claim(slow);
        List<JobContext> others = List.of(claim(innocent), claim(unrecordable), stale);

        try (Connection other = pool.getConnection();
                Statement lock = other.createStatement()) {
            other.setAutoCommit(false);
            lock.execute("SELECT FROM job WHERE id = '" + slow + "' FOR UPDATE");
            CompletableFuture<Void> commit = CompletableFuture.runAsync(() -> runner.run(first));
            await().until(() -> Database.count("pg_stat_activity WHERE wait_event = 'transactionid'") == 1);

            others.forEach(runner::run);

            assertThat(find(innocent).state).isEqualTo(Job.State.RUNNING);
            other.rollback();
            assertThat(commit).succeedsWithin(Duration.ofSeconds(10));
        }

        assertThat(calls(slow)).containsExactly("perform", "succeeded");
        assertThat(calls(innocent)).containsOnlyOnce("perform").endsWith("succeeded");
        assertThat(calls(unrecordable)).containsExactly("perform", "retrying");
        assertThat(calls(lost)).containsExactly("retrying", "perform", "fenced");
        assertThat(find(innocent).state).isEqualTo(Job.State.COMPLETE);
        assertThat(steps(innocent)).containsOnlyOnce(Step.COMPLETE);
        assertThat(find(unrecordable).lastError).contains("broken by a test");
        assertThat(running.count()).isZero();
    }

    @Test
    void a_stale_worker_cannot_report_progress() {
        UUID id = submit("work");
        JobContext stale = claimAndExpire(id);
        rescueExpired();

        assertThatThrownBy(() -> runner.progress(stale, "counting", 1, 2, null)).isInstanceOf(LeaseLost.class);
        runner.settle(stale, runner.perform(stale));

        assertThat(calls(id)).containsExactly("retrying", "perform", "fenced");
    }

    @Test
    void a_checkpoint_is_recorded_with_its_write_and_sets_crashes_and_releases_to_0() throws InterruptedException {
        UUID id = submit("work");
        JobContext run = claim(id);
        run.begin();
        Database.sql("UPDATE job SET crashes = 2, releases = 3 WHERE id = '" + id + "'");

        run.checkpoint("counting", 1, 2, () -> mark(id));

        Job job = find(id);
        assertThat(List.of(job.crashes, job.releases)).containsExactly(0, 0);
        assertThat(job.subject).isEqualTo("marked");
        assertThat(steps(id)).contains(Step.PROGRESS);
        runner.settle(run, runner.perform(run));
    }

    /** A transaction that reports progress locks the row, and a heartbeat passes over locked rows. */
    @Test
    void a_run_that_reports_progress_keeps_its_lease_without_a_heartbeat() throws InterruptedException {
        UUID id = submit("work");
        JobContext run = claim(id);
        run.begin();
        for (int done = 1; done <= 2; done++) {
            Database.sql("UPDATE job SET leased_until = now() + interval '1 s' WHERE id = '" + id + "'");
            if (done == 1) {
                run.progress("counting", done, 2);
            } else {
                run.checkpoint("counting", done, 2, () -> mark(id));
            }

            assertThat(Database.count("job WHERE id = '" + id + "' AND leased_until > now() + interval '1500 ms'"))
                    .isOne();
        }
        runner.settle(run, runner.perform(run));
    }

    @Test
    void a_stale_worker_cannot_write_a_checkpoint() {
        UUID id = submit("work");
        JobContext stale = claimAndExpire(id);
        stale.begin();
        rescueExpired();

        assertThatThrownBy(() -> stale.checkpoint("counting", 1, 2, () -> mark(id)))
                .isInstanceOf(LeaseLost.class);

        assertThat(find(id).subject).isNotEqualTo("marked");
        runner.settle(stale, runner.perform(stale));
    }

    @Test
    void a_checkpoint_whose_write_fails_changes_nothing() {
        UUID id = submit("work");
        JobContext run = claim(id);
        run.begin();
        Database.sql("UPDATE job SET crashes = 2 WHERE id = '" + id + "'");

        assertThatThrownBy(() -> run.checkpoint("counting", 1, 2, () -> {
                    throw new IllegalStateException("broken by a test");
                }))
                .hasMessage("broken by a test");

        assertThat(find(id).crashes).isEqualTo(2);
        runner.settle(run, runner.perform(run));
    }

    /** Without a checkpoint, the deadline counts from the beginning of the run. */
    @Test
    void a_checkpoint_restarts_the_deadline() throws InterruptedException {
        JobContext run = new JobContext(new Job(), Duration.ofSeconds(1), (self, step, done, total, write) -> {});
        run.begin();
        await().until(run::isPastDeadline);
        run.progress("counting", 1, 2);
        assertThat(run.isPastDeadline()).isTrue();

        run.checkpoint("counting", 1, 2, () -> {});

        assertThat(run.isPastDeadline()).isFalse();
    }

    private static void mark(UUID job) {
        Panache.getEntityManager()
                .createNativeQuery("UPDATE job SET subject = 'marked' WHERE id = ?1")
                .setParameter(1, job)
                .executeUpdate();
    }

    /** The worker's heartbeat has updated the row and is never committed. */
    @Test
    void a_job_whose_worker_froze_in_a_transaction_is_rescued() throws SQLException {
        UUID id = submit("work");
        claimAndExpire(id);
        Job seen = rescuer.expired().get(0);
        assertThat(Database.rows("SHOW idle_in_transaction_session_timeout")).isEqualTo(List.of("20s"));
        try (Connection frozen = pool.getConnection();
                Statement heartbeat = frozen.createStatement()) {
            frozen.setAutoCommit(false);
            heartbeat.execute("SET idle_in_transaction_session_timeout = '500ms'");
            heartbeat.executeUpdate("UPDATE job SET leased_until = now() + interval '1 hour' WHERE id = '" + id + "'");

            assertThat(CompletableFuture.runAsync(() -> rescuer.rescue(seen))).succeedsWithin(Duration.ofSeconds(10));
            // The server has ended the session, so the pool must not hand it out again.
            frozen.abort(Runnable::run);
        }
        assertThat(find(id).state).isEqualTo(Job.State.QUEUED);
    }

    @Test
    void a_rescuer_with_a_stale_view_leaves_complete_alone() {
        UUID id = submit("work");
        JobContext run = claimAndExpire(id);
        Job seen = rescuer.expired().get(0);
        runner.settle(run, runner.perform(run));

        rescuer.rescue(seen);

        assertThat(find(id).state).isEqualTo(Job.State.COMPLETE);
    }

    @Test
    void a_rescue_that_fails_does_not_stop_the_others() {
        UUID broken = submit("work");
        UUID younger = submit("work");
        claimAndExpire(broken);
        claimAndExpire(younger);
        handler.breakCallback("retrying", find(broken).key);

        rescueExpired();

        assertThat(find(broken).state).isEqualTo(Job.State.RUNNING);
        assertThat(find(younger).state).isEqualTo(Job.State.QUEUED);
        assertThat(rescuer.expired()).as("the next attempt is later").isEmpty();
    }

    @Test
    void a_job_that_loses_its_last_attempt_is_dead_and_its_record_failed() {
        UUID id = submit("work");
        for (int attempt = 1; attempt <= 4; attempt++) {
            claimAndExpire(id);
            rescueExpired();
        }

        assertThat(find(id).state).isEqualTo(Job.State.DEAD);
        assertThat(find(id).retryable).isTrue();
        assertThat(calls(id)).endsWith("failed: " + JobRescuer.WORKER_LOST.reason());
    }

    @Test
    void a_failing_job_is_retried_until_its_attempts_are_used_up() {
        UUID id = submit("fail");

        run(id, 6);

        assertThat(find(id).attempt).isEqualTo(4);
        assertThat(find(id).state).isEqualTo(Job.State.DEAD);
        assertThat(calls(id)).filteredOn("perform"::equals).hasSize(4);
        assertThat(calls(id)).endsWith("failed: unexpected: java.lang.IllegalStateException: no luck");
    }

    @Test
    void a_permanent_failure_is_dead_at_once_and_cannot_be_retried() {
        UUID id = submit("decline");
        run(id);

        assertThat(find(id).state).isEqualTo(Job.State.DEAD);
        assertThat(find(id).attempt).isEqualTo(1);
        assertThatThrownBy(() -> control.retry(id, "ada"))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("declined");
    }

    @Test
    void a_person_retries_a_dead_job_and_a_second_press_changes_nothing() {
        UUID id = submit("fail");
        run(id, 4);

        control.retry(id, "ada");
        control.retry(id, "ada");

        Job job = find(id);
        assertThat(job.state).isEqualTo(Job.State.QUEUED);
        assertThat(job.round).isEqualTo(2);
        assertThat(job.attempt).isZero();
        assertThat(calls(id)).containsOnlyOnce("retried");
        assertThat(steps(id)).endsWith(Step.RETRIED);
    }

    @Test
    void a_complete_or_queued_job_is_not_retried() {
        UUID waiting = submit("work");
        UUID complete = submit("work");
        run(complete);

        assertThatThrownBy(() -> control.retry(waiting, "ada")).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> control.retry(complete, "ada")).isInstanceOf(Refused.class);
    }

    @Test
    void a_dead_job_of_an_unknown_kind_is_not_retried_and_says_why() {
        UUID id = submit("fail");
        for (int i = 0; i < 4; i++) {
            run(id);
        }
        Database.sql("UPDATE job SET kind = 'tomorrow' WHERE id = '" + id + "'");

        assertThatThrownBy(() -> control.retry(id, "ada"))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("does not know jobs of the kind tomorrow");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "null", ""})
    void a_job_with_an_unreadable_payload_is_dead_at_once_and_says_so_in_a_plain_sentence(String payload) {
        UUID id = submit("work");
        Database.sql("UPDATE job SET payload = '" + payload + "' WHERE id = '" + id + "'");

        run(id, 1);

        assertThat(find(id).state).isEqualTo(Job.State.DEAD);
        assertThat(calls(id))
                .containsExactly(
                        "failed: The job's data cannot be read. Another version of Darkroom may have written it.");
    }

    /** Its earlier run may have charged, so it is not given up. */
    @Test
    void a_job_without_a_limit_whose_payload_is_unreadable_after_a_run_keeps_its_unknown_outcome() {
        UUID id = submit("fail");
        run(id, 1);
        Database.sql("UPDATE job SET payload = '{', max_attempts = NULL WHERE id = '" + id + "'");

        run(id, 1);

        assertThat(find(id).state).isEqualTo(Job.State.QUEUED);
        assertThat(find(id).lastError).startsWith("The job's data cannot be read.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kind = 'tomorrow'", "run_at = now() + interval '1 minute'"})
    void a_job_of_an_unknown_kind_or_before_its_time_stays_queued(String change) {
        UUID id = submit("work");
        Database.sql("UPDATE job SET " + change + " WHERE id = '" + id + "'");

        assertThat(claimAll()).isEmpty();
        assertThat(find(id).state).isEqualTo(Job.State.QUEUED);
    }

    @Test
    void jobs_and_leases_of_the_future_do_not_wait_for_a_clock_that_was_set_back() throws InterruptedException {
        CompletableFuture<Void> living = startHanging(submit("hang"));
        UUID lost = submit("work");
        running.remove(claim(lost));
        UUID queued = submit("work");
        Database.sql("UPDATE job SET created_at = created_at + interval '1 h', run_at = run_at + interval '1 h',"
                + " leased_until = leased_until + interval '1 h'");

        assertThat(claimAll()).extracting(job -> job.id).containsExactly(queued);
        rescuer.turn();
        assertThat(find(lost).state).as("the living extend their leases first").isEqualTo(Job.State.RUNNING);
        beat();
        assertThat(rescuer.expired()).extracting(job -> job.id).containsExactly(lost);
        rescueExpired();

        assertThat(find(lost).state).isEqualTo(Job.State.QUEUED);
        drain(living);
    }

    @Test
    void a_heartbeat_extends_the_lease() throws InterruptedException {
        UUID id = submit("hang");
        CompletableFuture<Void> hanging = startHanging(id);
        expire(id);

        running.beat();

        assertThat(rescuer.expired()).isEmpty();
        assertThat(steps(id)).endsWith(Step.HEARTBEAT);
        drain(hanging);
    }

    @Test
    void a_locked_row_stops_no_other_heartbeat_and_is_not_taken_for_a_lost_lease() throws Exception {
        UUID locked = submit("work");
        UUID free = submit("work");
        JobContext held = claim(locked);
        claim(free);
        expire(locked);
        expire(free);
        try (Connection other = pool.getConnection();
                Statement lock = other.createStatement()) {
            other.setAutoCommit(false);
            lock.execute("SELECT FROM job WHERE id = '" + locked + "' FOR UPDATE");
            CompletableFuture<Void> beat = CompletableFuture.runAsync(this::beat);

            await().until(() -> rescuer.expired().stream().noneMatch(job -> job.id.equals(free)));

            assertThat(beat).isNotDone();
            other.rollback();
            assertThat(beat).succeedsWithin(Duration.ofSeconds(10));
        }
        assertThat(rescuer.expired()).isEmpty();
        assertThat(held.close()).as("interruption").isNull();
    }

    @Test
    void a_failure_ends_a_series_of_crashes_and_crashes_alone_use_up_no_attempts() {
        UUID failing = submit("fail");
        Database.sql("UPDATE job SET crashes = max_crashes - 1 WHERE id = '" + failing + "'");

        run(failing);
        assertThat(find(failing).crashes).isZero();
        claimAndExpire(failing);
        rescueExpired();
        assertThat(find(failing).state).isEqualTo(Job.State.QUEUED);
        assertThat(find(failing).crashes).isEqualTo(1);

        Database.sql("UPDATE job SET crashes = max_crashes - 1 WHERE id = '" + failing + "'");
        claimAndExpire(failing);
        rescueExpired();
        assertThat(find(failing).state).as("after its last allowed crash").isEqualTo(Job.State.DEAD);
    }

    @Test
    void a_run_that_lost_its_lease_is_interrupted_and_records_nothing() throws InterruptedException {
        UUID id = submit("hang");
        CompletableFuture<Void> hanging = startHanging(id);
        expire(id);
        rescueExpired();

        running.beat();

        assertThat(hanging).succeedsWithin(Duration.ofSeconds(5));
        assertThat(find(id).state).isEqualTo(Job.State.QUEUED);
        assertThat(calls(id)).endsWith("fenced");
    }

    @Test
    void a_run_past_its_deadline_has_no_more_heartbeats_and_is_stopped() {
        UUID id = submit("work");
        Job job = relay.claim(Lane.MAIL, 1, false).get(0);
        CompletableFuture<Interruption> stopped = CompletableFuture.supplyAsync(() -> hangWithDeadline(job));

        await().until(() -> {
            running.beat();
            return stopped.isDone();
        });

        assertThat(stopped.join()).isEqualTo(Interruption.DEADLINE);
        assertThat(steps(id)).doesNotContain(Step.HEARTBEAT);
    }

    @Test
    void a_run_that_ignores_its_interrupt_gives_up_its_place_and_two_make_the_process_unready() throws Exception {
        int capacity = transport.free(Lane.MAIL);
        List<UUID> ids = List.of(submit("ignore interrupts"), submit("ignore interrupts"));
        for (Job job : relay.claim(Lane.MAIL, 2, false)) {
            JobContext run = new JobContext(job, Duration.ofSeconds(-10), null);
            running.add(run);
            transport.send(run);
        }
        ids.forEach(id -> await().until(() -> calls(id).contains("perform")));

        running.beat();

        assertThat(transport.free(Lane.MAIL)).isEqualTo(capacity);
        assertThat(ready().statusCode()).isEqualTo(503);
        assertThat(ready().asString()).contains("Runs that ignore their interrupt: 2.");
        handler.stopIgnoring();
        await().until(() -> ready().statusCode() == 200);
        assertThat(transport.free(Lane.MAIL)).isEqualTo(capacity);
    }

    @Test
    void a_person_cancels_a_queued_job_for_good_and_a_second_press_changes_nothing() {
        UUID id = submit("work");

        control.cancel(id, "ada");
        control.cancel(id, "bob");

        assertThat(find(id).state).isEqualTo(Job.State.CANCELLED);
        assertThat(calls(id)).containsExactly("cancelled by ada");
        assertThat(steps(id)).containsExactly(Step.QUEUED, Step.CANCELLED);
        assertThat(claimAll()).isEmpty();
        assertThatThrownBy(() -> control.retry(id, "ada")).isInstanceOf(Refused.class);
    }

    @Test
    void a_cancelled_run_of_this_process_is_interrupted_at_once_and_records_nothing() {
        UUID id = submit("hang");
        CompletableFuture<Void> hanging = startHanging(id);

        control.cancel(id, "ada");

        assertThat(hanging).succeedsWithin(Duration.ofSeconds(5));
        assertThat(find(id).state).isEqualTo(Job.State.CANCELLED);
        assertThat(calls(id)).endsWith("cancelled by ada", "fenced");
    }

    @Test
    void a_finished_job_is_not_cancelled() {
        UUID complete = submit("work");
        run(complete);
        UUID dead = submit("decline");
        run(dead);

        assertThatThrownBy(() -> control.cancel(complete, "ada")).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> control.cancel(dead, "ada")).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> control.cancel(UUID.randomUUID(), "ada")).isInstanceOf(Refused.class);
        assertThat(find(complete).state).isEqualTo(Job.State.COMPLETE);
    }

    @Test
    void either_the_cancellation_or_the_end_of_a_run_wins() {
        for (int i = 0; i < 20; i++) {
            UUID id = submit("work");
            JobContext run = claim(id);

            CompletableFuture<Void> ending = CompletableFuture.runAsync(() -> runner.run(run));
            tryCancel(id);
            ending.join();

            boolean cancelled = find(id).state == Job.State.CANCELLED;
            assertThat(calls(id).contains("cancelled by ada")).isEqualTo(cancelled);
            assertThat(calls(id).contains("succeeded")).isNotEqualTo(cancelled);
        }
    }

    @Test
    void no_job_of_a_paused_lane_is_claimed_until_the_lane_is_resumed() {
        UUID id = submit("work");
        pauses.pause(Lane.MAIL, "ada");
        pauses.pause(Lane.MAIL, "bob");

        assertThat(claimAll()).isEmpty();

        pauses.resume(Lane.MAIL);
        assertThat(claimAll()).extracting(job -> job.id).containsExactly(id);
    }

    @Test
    void a_drained_run_gets_its_attempt_back_three_times() {
        UUID id = submit("hang");
        for (int drain = 1; drain <= 3; drain++) {
            drain(startHanging(id));
            assertThat(find(id).attempt).isZero();
            assertThat(find(id).state).isEqualTo(Job.State.QUEUED);
        }

        drain(startHanging(id));

        assertThat(find(id).attempt).isEqualTo(1);
    }

    @Test
    void a_job_that_was_drained_has_begun_even_if_its_next_claim_is_given_back() {
        UUID id = submit("hang");
        drain(startHanging(id));

        relay.giveBack(claim(id));

        assertThat(find(id).attempt).isZero();
        assertThat(find(id).claimedAt).isNotNull();
        assertThat(find(id).startedAt).isNotNull();
    }

    @Test
    void a_cancelled_job_is_not_claimed_and_its_run_is_fenced() {
        UUID id = submit("work");
        JobContext run = claim(id);

        QuarkusTransaction.requiringNew().run(() -> jobs.withdraw(CountEffects.KIND, run.job().key));

        runner.settle(run, runner.perform(run));
        assertThat(find(id).state).isEqualTo(Job.State.CANCELLED);
        assertThat(calls(id)).containsExactly("perform", "fenced");
        assertThat(claimAll()).isEmpty();
    }

    @Test
    void every_step_of_a_job_is_on_its_timeline() {
        UUID id = submit("progress");
        run(id);

        assertThat(steps(id)).containsExactly(Step.QUEUED, Step.CLAIMED, Step.PROGRESS, Step.COMPLETE);
    }

    @Test
    void finished_jobs_are_deleted_after_the_retention_and_no_others() {
        UUID old = submit("work");
        UUID waiting = submit("work");
        run(old);
        Database.sql("INSERT INTO job (id, kind, key, lane, payload, owner, subject, state, finished_at)"
                + " SELECT gen_random_uuid(), 'count-effects', number, 'MAIL', '{}', '', '', 'COMPLETE', now()"
                + " FROM generate_series(1, 2500) AS number");
        Database.sql(
                "UPDATE job SET finished_at = now() - interval '8 days' WHERE state = 'COMPLETE' AND kind IN " + KINDS);

        rescuer.prune();

        assertThat(find(old)).isNull();
        assertThat(Database.count("job_event WHERE job_id = '" + old + "'")).isZero();
        assertThat(find(waiting)).isNotNull();
        assertThat(Database.count("job WHERE state = 'COMPLETE' AND kind IN " + KINDS))
                .isZero();
    }

    @Test
    void processes_that_ended_are_deleted_after_the_retention_and_still_count_as_gone() {
        UUID dead = UUID.randomUUID();
        Database.sql("INSERT INTO process_run (id, name, role, seen_at) VALUES ('" + dead
                + "', 'long ago', 'WORKER', now() - interval '8 days')");

        rescuer.prune();

        assertThat(process.livingIds()).doesNotContain(dead);
        assertThat(Database.count("process_run WHERE id = '" + dead + "'")).isZero();
        assertThat(Database.count("process_run WHERE id = '" + process.id() + "'"))
                .isOne();
    }

    private Interruption hangWithDeadline(Job job) {
        JobContext run = new JobContext(job, Duration.ZERO, null);
        run.begin();
        running.add(run);
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

    private void drain(CompletableFuture<Void> hanging) {
        running.interruptAll(Interruption.DRAIN);
        assertThat(hanging).succeedsWithin(Duration.ofSeconds(5));
    }

    private void run(UUID id, int times) {
        for (int i = 0; i < times; i++) {
            run(id);
        }
    }

    private void run(UUID id) {
        if (find(id).state == Job.State.QUEUED) {
            runner.run(claim(id));
        }
    }

    private void tryCancel(UUID id) {
        try {
            control.cancel(id, "ada");
        } catch (Refused e) {
            assertThat(e).hasMessageContaining("Only a queued or running job");
        }
    }

    private Void deliver(JobContext run) {
        runner.run(run);
        return null;
    }

    private JobContext claimAndExpire(UUID id) {
        JobContext run = claim(id);
        // Its heartbeat would extend the lease.
        running.remove(run);
        expire(id);
        return run;
    }

    /** Claims this job and no other. */
    private JobContext claim(UUID id) {
        Database.sql("UPDATE job SET run_at = now() - interval '1 hour' WHERE state = 'QUEUED' AND id = '" + id + "'");
        Job job = relay.claim(Lane.MAIL, 1, false).get(0);
        assertThat(job.id).isEqualTo(id);
        return runner.claimed(job);
    }

    private List<Job> claimAll() {
        return relay.claim(Lane.MAIL, 100, false);
    }

    private List<UUID> submit(int many) {
        return Stream.generate(() -> submit("work")).limit(many).toList();
    }

    private UUID submit(String behaviour) {
        return submit(CountEffects.that(behaviour));
    }

    private UUID submit(CountEffects payload) {
        QuarkusTransaction.requiringNew().run(() -> jobs.submit(CountEffects.KIND, payload));
        Database.sql("UPDATE job SET max_attempts = 4 WHERE key = '" + payload.key() + "'");
        return QuarkusTransaction.requiringNew()
                .call(() -> Job.find(CountEffects.KIND, payload.key()).orElseThrow().id);
    }

    private Job find(UUID id) {
        return QuarkusTransaction.requiringNew().call(() -> Job.findById(id));
    }

    private List<String> calls(UUID id) {
        return handler.calls(find(id).key);
    }

    private List<Step> steps(UUID id) {
        return QuarkusTransaction.requiringNew()
                .call(() -> JobEvent.of(id).stream().map(event -> event.step).toList());
    }

    private void beat() {
        try {
            running.beat();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void rescueExpired() {
        rescuer.expired().forEach(rescuer::tryRescue);
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
