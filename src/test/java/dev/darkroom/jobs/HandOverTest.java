package dev.darkroom.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.testing.Database;
import dev.darkroom.testing.Parallel;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The statements of a hand-over, without a broker: the relay is stopped, and the workers are rows of other processes. */
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

    @BeforeEach
    void stop_relay_and_scheduler() {
        relay.stop();
        scheduler.pause();
        Database.sql("DELETE FROM job WHERE kind = 'count-effects'");
        Database.sql("UPDATE job SET run_at = now() + interval '1 hour' WHERE state = 'QUEUED'");
    }

    @AfterEach
    void restart_relay_and_scheduler() {
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
}
