package dev.darkroom.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.jobs.JobEvent.Step;
import dev.darkroom.testing.Database;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.path.json.config.JsonPathConfig;
import io.restassured.path.json.config.JsonPathConfig.NumberReturnType;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The runs of a job are derived from the steps on its timeline. */
@QuarkusTest
class JobRunsTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Inject
    JobNotes notes;

    @Inject
    ProcessRun process;

    @Inject
    JobReader reader;

    private final UUID job = UUID.randomUUID();

    @BeforeEach
    void insert_a_job() {
        insert(job, "'DEAD', now(), NULL, NULL, NULL");
    }

    @AfterEach
    void delete_the_job() {
        Database.sql("DELETE FROM job WHERE kind = 'steps by hand'");
    }

    @Test
    void a_run_that_has_not_ended_has_no_last_sign_of_life_because_a_heartbeat_may_follow() {
        happens(Step.QUEUED, 0, 0).happens(Step.CLAIMED, 1, 1).happens(Step.HEARTBEAT, 1, 4);

        assertThat(runs()).containsExactly("1 from 1 to null, last sign null: running");
    }

    @Test
    void each_claim_begins_a_run_and_its_end_is_the_last_sign_of_life() {
        happens(Step.QUEUED, 0, 0).happens(Step.CLAIMED, 1, 1).happens(Step.FAILED, 1, 2);
        happens(Step.CLAIMED, 2, 3).happens(Step.PROGRESS, 2, 4).happens(Step.COMPLETE, 2, 5);

        assertThat(runs())
                .containsExactly("1 from 1 to 2, last sign 2: failed", "2 from 3 to 5, last sign 5: complete");
    }

    @Test
    void the_last_sign_of_life_of_a_rescued_run_is_its_last_heartbeat() {
        happens(Step.CLAIMED, 1, 1).happens(Step.HEARTBEAT, 1, 4).happens(Step.RESCUED, 1, 15);
        happens(Step.CLAIMED, 2, 16).happens(Step.HEARTBEAT, 2, 19).happens(Step.DEAD, "rescue", 2, 30);

        assertThat(runs())
                .containsExactly("1 from 1 to 15, last sign 4: rescued", "2 from 16 to 30, last sign 19: failed");
    }

    @Test
    void the_last_sign_of_life_of_a_killed_run_is_the_kill() {
        happens(Step.CLAIMED, 1, 1).happens(Step.KILLED, 1, 3).happens(Step.HEARTBEAT, 1, 4);
        assertThat(runs()).containsExactly("1 from 1 to null, last sign 3: running");

        happens(Step.RESCUED, 1, 15);

        assertThat(runs()).containsExactly("1 from 1 to 15, last sign 3: rescued");
    }

    @Test
    void the_heartbeats_of_a_rescued_run_count_also_while_the_next_one_lives() {
        happens(Step.CLAIMED, 1, 1).happens(Step.HEARTBEAT, 1, 4).happens(Step.RESCUED, 1, 15);
        happens(Step.CLAIMED, 2, 16).happens(Step.HEARTBEAT, 2, 19);
        Database.sql(
                "UPDATE job SET state = 'RUNNING', attempt = 2, round = 1, finished_at = NULL, worker = 'process 1',"
                        + " lease_token = gen_random_uuid(), leased_until = now() WHERE id = '" + job + "'");

        assertThat(runs(reader.find(Set.of("steps by hand"), Set.of(job.toString()))
                        .get(0)
                        .runs()))
                .containsExactly("1 from 1 to 15, last sign 4: rescued", "2 from 16 to null, last sign null: running")
                .isEqualTo(runs());
    }

    @Test
    void a_rescued_run_that_wakes_up_is_fenced() {
        happens(Step.CLAIMED, 1, 1).happens(Step.RESCUED, 1, 12).happens(Step.CLAIMED, 2, 13);
        happens(Step.FENCED, 1, 20).happens(Step.COMPLETE, 2, 21);

        assertThat(runs())
                .containsExactly("1 from 1 to 20, last sign 20: fenced", "2 from 13 to 21, last sign 21: complete");
    }

    @Test
    void a_released_run_gives_its_number_to_the_next_one() {
        happens(Step.CLAIMED, 1, 1).happens(Step.RELEASED, 1, 2);
        happens(Step.CLAIMED, 1, 3).happens(Step.COMPLETE, 1, 4);

        assertThat(runs())
                .containsExactly("1 from 1 to 2, last sign 2: released", "1 from 3 to 4, last sign 4: complete");
    }

    @Test
    void a_cancellation_ends_a_run_but_does_not_change_one_that_has_ended() {
        happens(Step.CLAIMED, 1, 1).happens(Step.FAILED, 1, 2).happens(Step.CANCELLED, 1, 3);
        assertThat(runs()).containsExactly("1 from 1 to 2, last sign 2: failed");

        happens(Step.CLAIMED, 2, 4).happens(Step.CANCELLED, 2, 5);

        assertThat(runs()).last().isEqualTo("2 from 4 to 5, last sign 4: cancelled");
    }

    @Test
    void the_last_ten_runs_are_listed() {
        for (int attempt = 1; attempt <= 12; attempt++) {
            happens(Step.CLAIMED, attempt, 2 * attempt).happens(Step.FAILED, attempt, 2 * attempt + 1);
        }

        assertThat(runs()).hasSize(10).first().isEqualTo("3 from 6 to 7, last sign 7: failed");
    }

    @Test
    void a_kill_is_noted_on_each_job_that_the_process_runs() {
        UUID running = UUID.randomUUID();
        UUID elsewhere = UUID.randomUUID();
        String lease = "'RUNNING', NULL, '%s', gen_random_uuid(), now() + interval '1 hour'";
        insert(running, lease.formatted(process.name()));
        insert(elsewhere, lease.formatted("another process"));

        // A thread may halt in a transaction that has moved the job.
        QuarkusTransaction.begin();
        JobEvent.getEntityManager()
                .createNativeQuery("UPDATE job SET state = 'COMPLETE', finished_at = now(), worker = NULL,"
                        + " lease_token = NULL, leased_until = NULL WHERE id = '" + running + "'")
                .executeUpdate();
        notes.killed();
        QuarkusTransaction.rollback();

        assertThat(Database.rows("SELECT process FROM job_event WHERE step = 'KILLED' AND job_id = '" + running + "'"))
                .isEqualTo(List.of(process.name()));
        assertThat(Database.count("job_event WHERE job_id = '" + elsewhere + "'"))
                .isZero();
    }

    private static void insert(UUID id, String state) {
        Database.sql("INSERT INTO job (id, kind, key, lane, payload, owner, subject, state, finished_at, worker,"
                + " lease_token, leased_until) VALUES ('%s', 'steps by hand', '%s', 'MAIL', '{}', 'ada', 'mail', %s)"
                        .formatted(id, id, state));
    }

    private JobRunsTest happens(Step step, int attempt, int second) {
        return happens(step, "complete", attempt, second);
    }

    private JobRunsTest happens(Step step, String move, int attempt, int second) {
        Database.sql("INSERT INTO job_event (job_id, at, round, attempt, step, move, process)"
                + " VALUES ('%s', '%s', 1, %d, '%s', '%s', 'process 1')"
                        .formatted(job, START.plusSeconds(second), attempt, step, move));
        return this;
    }

    private List<String> runs() {
        Job asked = new Job();
        asked.id = job;
        return runs(QuarkusTransaction.requiringNew().call(() -> JobEvent.runs(asked)));
    }

    private static List<String> runs(String json) {
        JsonPath runs = JsonPath.from(json).using(new JsonPathConfig(NumberReturnType.BIG_DECIMAL));
        assertThat(runs.getList("process")).containsOnly("process 1");
        return runs.<Map<String, Object>>getList("").stream()
                .map(run -> "%s from %s to %s, last sign %s: %s"
                        .formatted(
                                run.get("attempt"),
                                second(run.get("startedAt")),
                                second(run.get("endedAt")),
                                second(run.get("lastSignAt")),
                                run.get("outcome")))
                .toList();
    }

    private static Long second(Object time) {
        return time == null ? null : ((Number) time).longValue() - START.getEpochSecond();
    }
}
