package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.darkroom.testing.Pictures;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** One of two workers is asked to end in the middle of something: what it finishes, what it gives back, and who gets that. */
@Tag("processes")
@Isolated("asserts within a second")
class HandBackIT {

    private static final int SIGTERM = 143;
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    private static ProcessFixture town;

    @BeforeAll
    static void begin() throws IOException {
        town = new ProcessFixture("hand-back");
    }

    @AfterEach
    void nobody_works_and_nobody_is_held() {
        town.resume();
        town.mailHouse().answers().open();
        town.endWorkers();
    }

    @AfterAll
    static void end() {
        town.close();
    }

    @Test
    void a_photo_that_is_interrupted_is_given_back_with_its_attempt_and_another_has_it_within_a_second() {
        twoWorkers("100ms");
        HttpVisitor ada = town.welcomed();
        town.pauseAt("before-rename");
        String photo = ada.upload("durable", Pictures.jpeg(2000, 1500));
        String record = ada.get(photo).path("id").asText();
        ApplicationProcess ending = town.workerThat("FAULT", record);

        assertThat(ending.stop()).isEqualTo(SIGTERM);

        assertThat(ending.lastLine()).contains("released: 1 jobs interrupted, 0 of them left to their lease");
        assertThatAnotherHasItAtOnce(record, ending);
        town.resume();
        assertThat(ada.awaitComplete(photo).path("attempt").asInt()).isOne();
        town.web().photos().assertDeveloped(photo);
    }

    @Test
    void a_mail_that_is_interrupted_in_its_dialogue_is_given_back_and_sent_once_more_under_the_same_message_id() {
        twoWorkers("100ms");
        HttpVisitor ada = town.welcomed();
        town.mailHouse().answers().shut();
        String mail = ada.welcomeAgain();
        ApplicationProcess ending = town.workerThat("CLAIMED", mail);
        await("the mail").until(() -> town.mails(ada, mail) == 1);

        assertThat(ending.stop()).isEqualTo(SIGTERM);

        assertThat(ending.lastLine()).contains("released: 1 jobs interrupted, 0 of them left to their lease");
        assertThatAnotherHasItAtOnce(mail, ending);
        town.mailHouse().answers().open();
        assertThat(ada.awaitComplete("/me/status").path("attempt").asInt()).isOne();
        assertThat(town.mails(ada, mail)).isEqualTo(2);
    }

    @Test
    void a_mail_whose_dialogue_ends_in_time_is_finished_and_what_comes_meanwhile_is_another_workers() {
        twoWorkers("20s");
        HttpVisitor ada = town.welcomed();
        town.mailHouse().answers().shut();
        String mail = ada.welcomeAgain();
        ApplicationProcess ending = town.workerThat("CLAIMED", mail);
        await("the mail").until(() -> town.mails(ada, mail) == 1);

        ending.terminate();
        await("it is ending")
                .until(() -> Http.get(ending.url() + "/q/health/ready").statusCode() == 503);
        String next = ada.welcomeAgain();
        Timeline.Entry claim = town.timeline().await(next, entry -> entry.is("CLAIMED"));
        town.mailHouse().answers().open();

        assertThat(ending.exitCode()).isEqualTo(SIGTERM);
        assertThat(ending.lastLine()).contains("drained: 1 running jobs finished");
        assertThat(claim.isBy(ending)).isFalse();
        ada.awaitComplete("/me/status");
        assertThat(town.mails(ada, mail)).isOne();
        assertThat(town.timeline().of(mail, "COMPLETE")).singleElement().matches(entry -> entry.isBy(ending));
    }

    @Test
    void what_does_not_heed_its_interruption_is_left_to_its_lease() throws Exception {
        HttpVisitor ada = HttpVisitor.signedUp(town.web());
        String photo = ada.upload("durable", Pictures.jpeg(400, 300));
        String record = ada.get(photo).path("id").asText();
        town.web().photos().hang(photo);
        twoWorkers("100ms");
        ApplicationProcess stuck = town.workerThat("CLAIMED", record);
        ada.awaitComplete("/me/status");

        assertThat(stuck.stop()).isEqualTo(SIGTERM);
        town.web().photos().mend(photo);

        assertThat(stuck.log())
                .anyMatch(line -> line.contains("released: 1 jobs interrupted, 1 of them left to their lease"));
        assertThat(ada.awaitComplete(photo).path("attempt").asInt()).isEqualTo(2);
        assertThat(town.timeline().of(record))
                .extracting(Timeline.Entry::step)
                .contains("RESCUED")
                .doesNotContain("RELEASED");
    }

    private static void twoWorkers(String grace) {
        List<ApplicationProcess> workers = List.of(town.worker(), town.worker());
        workers.forEach(worker -> worker.with("darkroom.drain.grace", grace).launch());
        workers.forEach(ApplicationProcess::awaitReady);
    }

    private static void assertThatAnotherHasItAtOnce(String record, ApplicationProcess ended) {
        Timeline.Entry released = town.timeline().await(record, entry -> entry.is("RELEASED"));
        Timeline.Entry claimed = town.timeline().await(record, entry -> entry.is("CLAIMED") && !entry.isBy(ended));
        assertThat(Duration.between(released.at(), claimed.at())).isPositive().isLessThan(AT_ONCE);
        assertThat(claimed.attempt()).isOne();
    }
}
