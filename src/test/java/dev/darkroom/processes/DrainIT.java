package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.darkroom.testing.Pictures;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** On SIGTERM a worker finishes what it can within its grace, and releases the rest to another worker. */
@Tag("processes")
@Isolated("asserts within a second")
class DrainIT {

    private static final int SIGTERM = 143;
    private static final Duration AT_ONCE = Duration.ofSeconds(1);
    private static final byte[] PICTURE = Pictures.jpeg(2000, 1500);

    private static ProcessFixture fixture;

    @BeforeAll
    static void start() {
        fixture = new ProcessFixture("drain");
    }

    @AfterEach
    void stop_all_workers() {
        fixture.resume();
        fixture.mailServer().sendReplies();
        fixture.stopWorkers();
    }

    @AfterAll
    static void end() {
        fixture.close();
    }

    @Test
    void running_work_is_finished_within_the_grace_and_waiting_work_is_left_to_the_next_worker() {
        runningWorkIsFinishedAndWaitingWorkIsLeft("20s");
    }

    /** Runs the test above without a grace period, to prove that it can fail. */
    @Test
    void without_the_grace_the_test_of_finished_work_fails() {
        assertThatThrownBy(() -> runningWorkIsFinishedAndWaitingWorkIsLeft("0s"))
                .isInstanceOf(AssertionError.class);

        fixture.worker().start();
        await("the end of all jobs")
                .until(() -> fixture.database().number("SELECT count(*) FROM job WHERE state IN ('QUEUED', 'RUNNING')")
                        == 0);
    }

    @Test
    void interrupted_work_is_claimed_by_another_worker_within_a_second_and_a_mail_repeats_its_message_id() {
        ApplicationProcess ending = fixture.worker()
                .with("darkroom.drain.grace", "100ms")
                .with("darkroom.simulate.resize-delay", "20s")
                .start();
        HttpVisitor ada = fixture.welcomed();
        fixture.mailServer().holdReplies();
        String mail = ada.welcomeAgain();
        String photo = ada.upload("durable", PICTURE);
        await("the mail").until(() -> fixture.mails(ada, mail) == 1);
        await("the photo").until(() -> running(ada, List.of(photo)) == 1);
        fixture.worker().start();

        assertThat(ending.stop()).isEqualTo(SIGTERM);

        assertThat(ending.log())
                .anyMatch(line -> line.contains("released: 2 jobs interrupted, 0 of them left to their lease"));
        assertThatAnotherWorkerClaimsAtOnce(mail, ending);
        assertThatAnotherWorkerClaimsAtOnce(HttpVisitor.id(photo), ending);
        fixture.mailServer().sendReplies();
        assertThat(ada.awaitComplete(photo).path("attempt").asInt()).isOne();
        assertThat(ada.awaitComplete("/me/status").path("attempt").asInt()).isOne();
        assertThat(fixture.mails(ada, mail)).isEqualTo(2);
    }

    @Test
    void a_mail_whose_reply_comes_in_time_is_finished_and_new_work_goes_to_another_worker() {
        startTwoWorkers("20s");
        HttpVisitor ada = fixture.welcomed();
        fixture.mailServer().holdReplies();
        String mail = ada.welcomeAgain();
        ApplicationProcess ending = fixture.workerThat("CLAIMED", mail);
        await("the mail").until(() -> fixture.mails(ada, mail) == 1);

        ending.terminate();
        await("the drain")
                .until(() -> Http.get(ending.url() + "/q/health/ready").statusCode() == 503);
        String next = ada.welcomeAgain();
        Timeline.Entry claim = fixture.timeline().await(next, entry -> entry.is("CLAIMED"));
        fixture.mailServer().sendReplies();

        assertThat(ending.exitCode()).isEqualTo(SIGTERM);
        assertThat(ending.lastLine()).contains("drained: 1 running jobs finished");
        assertThat(claim.isBy(ending)).isFalse();
        ada.awaitComplete("/me/status");
        assertThat(fixture.mails(ada, mail)).isOne();
        assertThat(fixture.timeline().of(mail, "COMPLETE")).singleElement().matches(entry -> entry.isBy(ending));
    }

    @Test
    void a_run_that_ignores_its_interruption_is_left_to_its_lease() throws Exception {
        HttpVisitor ada = HttpVisitor.signedUp(fixture.web());
        String photo = ada.upload("durable", Pictures.jpeg(400, 300));
        String record = HttpVisitor.id(photo);
        fixture.web().photos().hang(photo);
        startTwoWorkers("100ms");
        ApplicationProcess stuck = fixture.workerThat("CLAIMED", record);
        ada.awaitComplete("/me/status");

        assertThat(stuck.stop()).isEqualTo(SIGTERM);
        fixture.web().photos().repair(photo);

        assertThat(stuck.log())
                .anyMatch(line -> line.contains("released: 1 jobs interrupted, 1 of them left to their lease"));
        assertThat(ada.awaitComplete(photo).path("attempt").asInt()).isEqualTo(2);
        assertThat(fixture.timeline().of(record))
                .extracting(Timeline.Entry::step)
                .contains("RESCUED")
                .doesNotContain("RELEASED");
    }

    private static void runningWorkIsFinishedAndWaitingWorkIsLeft(String grace) {
        HttpVisitor ada = HttpVisitor.signedUp(fixture.web());
        int before = fixture.web().photos().count();
        ApplicationProcess worker = fixture.worker()
                .with("darkroom.lanes.images.concurrency", 2)
                .with("darkroom.simulate.resize-delay", "500ms")
                .with("darkroom.drain.grace", grace)
                .start();
        ada.awaitComplete("/me/status");
        List<String> photos =
                Stream.generate(() -> ada.upload("durable", PICTURE)).limit(4).toList();
        await("two photos run").until(() -> running(ada, photos) == 2);

        assertThat(worker.stop()).isEqualTo(SIGTERM);
        assertThat(worker.lastLine()).contains("drained: 2 running jobs finished");
        assertThat(fixture.web().photos().count() - before).isEqualTo(2 * 3);

        fixture.worker().start();
        photos.forEach(photo -> {
            assertThat(ada.awaitComplete(photo).path("attempt").asInt()).isEqualTo(1);
            fixture.web().photos().assertResized(photo);
        });
    }

    private static long running(HttpVisitor visitor, List<String> photos) {
        return photos.stream()
                .filter(photo -> visitor.get(photo).path("phase").asText().equals("running"))
                .count();
    }

    private static void startTwoWorkers(String grace) {
        List<ApplicationProcess> workers = List.of(fixture.worker(), fixture.worker());
        workers.forEach(worker -> worker.with("darkroom.drain.grace", grace).launch());
        workers.forEach(ApplicationProcess::awaitReady);
    }

    private static void assertThatAnotherWorkerClaimsAtOnce(String record, ApplicationProcess ended) {
        Timeline.Entry released = fixture.timeline().await(record, entry -> entry.is("RELEASED"));
        Timeline.Entry claimed = fixture.timeline().await(record, entry -> entry.is("CLAIMED") && !entry.isBy(ended));
        assertThat(Duration.between(released.at(), claimed.at())).isPositive().isLessThan(AT_ONCE);
        assertThat(claimed.attempt()).isOne();
    }
}
