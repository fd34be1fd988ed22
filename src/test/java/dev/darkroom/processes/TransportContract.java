package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.darkroom.testing.Pictures;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The contract of every transport. Effects are counted where they happen: at the mail server, the gateway and on the disk. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TransportContract {

    static final Duration LIMIT = Duration.ofSeconds(60);

    private static final byte[] PICTURE = Pictures.jpeg(1600, 300);

    final ProcessFixture fixture;

    TransportContract(String name, Stream<String> settings) {
        fixture = new ProcessFixture(
                name,
                Stream.concat(settings, Stream.of("darkroom.drain.grace=5s")).toArray(String[]::new));
    }

    @AfterEach
    void repair() {
        fixture.resume();
        fixture.mailServer().sendReplies();
        fixture.stopWorkers();
    }

    @AfterAll
    void end() {
        fixture.close();
    }

    @Test
    void work_of_three_kinds_is_done_once() {
        fixture.worker().start();
        fixture.worker().start();
        String begin = fixture.database().text("SELECT now()");
        Work work = new Work(fixture).submit(20);

        work.awaitEnd(LIMIT);

        work.assertOnce(0);
        assertThat(fixture.database().rows("SELECT DISTINCT attempt FROM job WHERE created_at > '" + begin + "'"))
                .as("no run was repeated")
                .isEqualTo(List.of(Map.of("attempt", "1")));
    }

    @Test
    void a_transaction_that_is_rolled_back_leaves_neither_row_nor_effect() {
        fixture.worker().start();
        Work work = new Work(fixture);
        work.awaitEnd(LIMIT);
        fixture.database()
                .execute(
                        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$"
                                + " BEGIN RAISE 'refused by a test'; END $$;"
                                + " CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON job INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse()");
        try {
            assertThat(work.visitor().api().in("durable").post("/me/welcome").statusCode())
                    .isEqualTo(500);
        } finally {
            fixture.database().execute("DROP FUNCTION refuse CASCADE");
        }

        work.submit(1).awaitEnd(LIMIT);

        work.assertOnce(0);
        assertThat(fixture.mailServer().messageIds(work.visitor().email())).hasSize(2);
    }

    @Test
    void jobs_of_one_request_are_claimed_in_its_order() {
        Work work = new Work(fixture);
        List<String> ids = uploadTogether(work, 12);
        fixture.worker().with("darkroom.lanes.images.concurrency", 1).start();

        work.awaitEnd(LIMIT);

        assertThat(ids.stream()
                        .map(id -> fixture.timeline().of(id, "CLAIMED").get(0).at())
                        .toList())
                .isSorted();
    }

    @Test
    void a_job_whose_worker_is_killed_after_the_claim_is_run_again() {
        killAt("after-claim", 0);
    }

    /**
     * Kills a worker that waits at a point of the lab with claimed jobs, and starts another.
     *
     * @param interrupted as for {@link Work#assertOnce}
     */
    void killAt(String point, int interrupted) {
        Work work = new Work(fixture);
        fixture.pauseAt(point);
        ApplicationProcess killed = fixture.worker().start();
        work.submit(3);
        fixture.awaitClaims(killed, 3);

        killed.kill();
        fixture.resume();
        fixture.worker().start();

        work.awaitEnd(LIMIT);
        work.assertOnce(interrupted);
    }

    @Test
    void a_worker_that_is_frozen_loses_its_jobs_to_another_and_changes_nothing_when_it_wakes() {
        Work work = new Work(fixture);
        fixture.pauseAt("before-effect");
        ApplicationProcess frozen = fixture.worker().start();
        work.submit(2);
        await("runs").until(() -> fixture.database().number("SELECT count(*) FROM job WHERE state = 'RUNNING'") > 2);
        frozen.freeze();
        fixture.resume();
        fixture.worker().start();

        work.awaitEnd(LIMIT);
        frozen.thaw();
        work.submit(2).awaitEnd(LIMIT);

        work.assertOnce(5);
    }

    @Test
    @Tag("core")
    void a_worker_that_ends_finishes_its_runs_and_leaves_the_rest_to_another() {
        Work work = new Work(fixture);
        ApplicationProcess ending = fixture.worker().start();
        ApplicationProcess staying = fixture.worker().start();
        work.keepSubmitting();
        await("runs").until(() -> work.accepted() > 30);

        assertThat(ending.stop()).isEqualTo(143);
        int left = work.accepted();
        await("more work").until(() -> work.accepted() > left + 30);

        work.finishSubmitting().awaitEnd(LIMIT);
        assertThat(ending.lastLine()).contains("drained:");
        assertThat(staying.isAlive()).isTrue();
        work.assertOnce(0);
        assertThat(fixture.database()
                        .number("SELECT count(*) FROM job_event WHERE step = 'RESCUED' AND process = 'process "
                                + ending.pid() + "'"))
                .isZero();
    }

    @Test
    void in_a_paused_lane_nothing_begins_until_it_is_resumed() {
        fixture.worker().start();
        Work work = new Work(fixture);
        work.awaitEnd(LIMIT);
        setLane(work, "mail", "pause");
        String mail = work.visitor().welcomeAgain();

        await().during(Duration.ofMillis(2500))
                .atMost(LIMIT)
                .until(() -> fixture.timeline().of(mail, "CLAIMED").isEmpty());
        setLane(work, "mail", "resume");

        work.awaitEnd(LIMIT);
        assertThat(fixture.mails(work.visitor(), mail)).isOne();
    }

    @Test
    void a_dead_job_is_run_again_when_a_person_retries_it() {
        Work work = new Work(fixture);
        fixture.arm("mail", "down");
        String mail = work.visitor().welcomeAgain();
        String job = fixture.job(mail);
        fixture.database().execute("UPDATE job SET max_attempts = 1 WHERE id = '" + job + "'");
        fixture.worker().start();
        fixture.timeline().await(mail, entry -> entry.is("DEAD"));
        fixture.resume();

        assertThat(work.visitor()
                        .api()
                        .program()
                        .post("/jobs/" + job + "/retry")
                        .statusCode())
                .isEqualTo(303);

        work.awaitEnd(LIMIT);
        assertThat(fixture.mails(work.visitor(), mail)).isOne();
    }

    @Test
    void a_queued_job_that_is_cancelled_has_no_effect() {
        Work work = new Work(fixture);
        String mail = work.visitor().welcomeAgain();
        String job = fixture.job(mail);
        assertThat(work.visitor()
                        .api()
                        .program()
                        .post("/jobs/" + job + "/cancel")
                        .statusCode())
                .isEqualTo(200);
        fixture.worker().start();

        work.submit(1).awaitEnd(LIMIT);

        assertThat(fixture.mails(work.visitor(), mail)).isZero();
        work.assertOnce(0);
    }

    @Test
    void a_job_of_a_kind_that_no_worker_knows_waits_for_one_that_does() {
        Work work = new Work(fixture);
        String mail = work.visitor().welcomeAgain();
        fixture.database().execute("UPDATE job SET kind = 'of-tomorrow' WHERE key = '" + mail + "'");
        fixture.worker().start();
        work.submit(1);
        await().during(Duration.ofSeconds(2))
                .atMost(LIMIT)
                .until(() -> fixture.timeline().of(mail, "CLAIMED").isEmpty());

        fixture.database().execute("UPDATE job SET kind = 'send-welcome-mail' WHERE key = '" + mail + "'");

        work.awaitEnd(LIMIT);
        assertThat(fixture.mails(work.visitor(), mail)).isOne();
        work.assertOnce(0);
    }

    private static List<String> uploadTogether(Work work, int files) {
        RequestSpecification request = work.visitor().api().in("durable");
        for (int i = 0; i < files; i++) {
            request.multiPart("files", "picture.jpg", PICTURE);
        }
        return request.post("/photos")
                .then()
                .statusCode(202)
                .extract()
                .jsonPath()
                .getList("photos.id");
    }

    static void setLane(Work work, String lane, String action) {
        work.visitor()
                .api()
                .program()
                .post("/lanes/" + lane + "/" + action)
                .then()
                .statusCode(204);
    }
}
