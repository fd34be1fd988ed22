package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.darkroom.testing.Pictures;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code kill -9} at each named point on the way of a job: what the others' books say then, and what they say in the end. */
@Tag("processes")
class CrashIT {

    private static final byte[] PICTURE = Pictures.jpeg(2000, 1500);

    private static final String WRITTEN_BY_SOMEBODY =
            "SELECT count(*) FROM pg_locks WHERE relation = 'job_event'::regclass AND mode = 'RowExclusiveLock'";

    private static ProcessFixture town;
    private static ApplicationProcess worker;
    private static int amount = 4000;

    private HttpVisitor ada;

    @BeforeAll
    static void begin() throws IOException {
        town = new ProcessFixture("crash");
        worker = town.worker();
    }

    @BeforeEach
    void ada_is_welcomed_by_a_worker() {
        if (!worker.isAlive()) {
            worker.start();
        }
        ada = town.welcomed();
        amount++;
    }

    @AfterEach
    void nobody_is_held() {
        town.resume();
    }

    @AfterAll
    static void end() {
        town.close();
    }

    @Test
    void before_the_commit_there_is_neither_record_nor_job_and_nobody_was_promised_anything() {
        HttpVisitor bob = new HttpVisitor(town.web());
        town.pauseAt("before-commit");
        CompletableFuture<String> promise = CompletableFuture.supplyAsync(() -> bob.signUp("durable"));
        await("record, job and timeline are written, and not committed")
                .until(() -> town.database().number(WRITTEN_BY_SOMEBODY) > 0);

        town.web().kill();
        town.resume();
        town.web().start();

        assertThat(promise).failsWithin(Duration.ofSeconds(10));
        assertThat(town.database().number("SELECT count(*) FROM account WHERE email = '" + bob.email() + "'"))
                .isZero();
        assertThat(town.database().number("SELECT count(*) FROM job WHERE kind = 'send-welcome-mail'"))
                .isEqualTo(town.database().number("SELECT count(*) FROM welcome_mail"));
        bob.awaitComplete(bob.signUp("durable"));
    }

    @Test
    void before_the_commit_a_programs_key_is_taken_and_after_the_crash_it_is_free_and_led_to_one_charge() {
        String key = "rent-" + ada.email();
        town.pauseAt("before-commit");
        CompletableFuture<String> promise = CompletableFuture.supplyAsync(() -> ada.pay("durable", amount, key));
        await("record, job and key are written, and not committed")
                .until(() -> town.database().number(WRITTEN_BY_SOMEBODY) > 0);
        assertThat(ada.triesToPay("durable", amount, key).statusCode()).isEqualTo(409);

        town.web().kill();
        town.resume();
        town.web().start();

        assertThat(promise).failsWithin(Duration.ofSeconds(10));
        assertThat(town.database().number("SELECT count(*) FROM idempotency_record WHERE key = '" + key + "'"))
                .isZero();
        HttpResponse<String> again = ada.triesToPay("durable", amount, key);
        assertThat(again.statusCode()).isEqualTo(202);
        assertThat(again.headers().firstValue("Idempotency-Replayed")).isEmpty();
        ada.awaitComplete(Http.json(again).path("links").path("self").asText());
        assertThat(ada.triesToPay("durable", amount, key).body()).isEqualTo(again.body());
        assertThat(town.ledger().statuses(amount)).containsExactly("charged");
    }

    @ParameterizedTest
    @ValueSource(strings = {"before-publish", "after-publish"})
    void beside_the_message_the_job_is_due_again_when_its_hand_over_expires(String point) {
        town.pauseAt(point);
        String charge = ada.pay("durable", amount);

        dieAt(point, charge);
        comeBack();

        ada.awaitComplete(charge);
        assertThat(town.timeline().of(id(charge), "HANDED_OVER")).hasSizeGreaterThan(1);
        assertThat(town.ledger().statuses(amount)).containsExactly("charged");
    }

    @Test
    void before_the_effect_nothing_has_happened_and_then_it_happens_once() {
        town.pauseAt("before-effect");
        String charge = ada.pay("durable", amount);
        String mail = ada.welcomeAgain();

        reached("before-effect", mail);
        dieAt("before-effect", charge);
        assertThat(town.ledger().of(amount)).isEmpty();
        assertThat(town.mails(ada, mail)).isZero();
        comeBack();

        ada.awaitComplete(charge);
        ada.awaitComplete("/me/status");
        assertThat(town.ledger().statuses(amount)).containsExactly("charged");
        assertThat(town.mails(ada, mail)).isOne();
    }

    @Test
    void after_the_effect_a_charge_is_found_and_a_mail_is_sent_once_more_under_the_same_message_id() {
        town.pauseAt("after-effect");
        String charge = ada.pay("durable", amount);
        String mail = ada.welcomeAgain();

        reached("after-effect", mail);
        dieAt("after-effect", charge);
        assertThat(town.ledger().statuses(amount)).containsExactly("charged");
        assertThat(town.mails(ada, mail)).isOne();
        comeBack();

        assertThat(ada.awaitComplete(charge).path("attempt").asInt()).isEqualTo(2);
        assertThat(ada.awaitComplete("/me/status").path("attempt").asInt()).isEqualTo(2);
        assertThat(town.ledger().of(amount))
                .singleElement()
                .matches(line -> line.path("deliveries").asInt() == 1, "asked for once");
        assertThat(town.mails(ada, mail)).isEqualTo(2);
    }

    @Test
    void before_the_rename_no_part_of_a_file_is_to_be_seen_and_what_was_written_is_left_for_the_sweeper() {
        town.pauseAt("before-rename");
        String photo = ada.upload("durable", PICTURE);

        dieAt("before-rename", photo);
        assertThat(files().published(photo)).isEmpty();
        assertThat(files().unfinished(photo)).hasSize(1);
        comeBack();

        ada.awaitComplete(photo);
        files().assertDeveloped(photo);
        assertThat(files().unfinished(photo)).hasSize(1);
    }

    @Test
    void after_the_rename_the_next_run_makes_the_same_file_again() {
        town.pauseAt("after-rename");
        String photo = ada.upload("durable", PICTURE);

        dieAt("after-rename", photo);
        Map<String, Integer> first = files().published(photo);
        assertThat(first).hasSize(1);
        comeBack();

        ada.awaitComplete(photo);
        files().assertDeveloped(photo);
        assertThat(files().published(photo)).containsAllEntriesOf(first);
    }

    @Test
    void before_it_is_recorded_all_is_done_and_doing_it_again_changes_nothing() {
        town.pauseAt("before-settle");
        String photo = ada.upload("durable", PICTURE);
        String charge = ada.pay("durable", amount);

        reached("before-settle", id(photo));
        dieAt("before-settle", charge);
        Map<String, Integer> files = files().published(photo);
        assertThat(files).hasSize(3);
        assertThat(List.of(photo, charge)).allMatch(status -> status(status).equals("processing"));
        comeBack();

        ada.awaitComplete(photo);
        ada.awaitComplete(charge);
        assertThat(files().published(photo)).isEqualTo(files);
        assertThat(town.ledger().statuses(amount)).containsExactly("charged");
    }

    /** Waits until the work is held at that point, and kills who does it. */
    private void dieAt(String point, String status) {
        reached(point, id(status));
        worker.kill();
        town.resume();
    }

    private static void reached(String point, String record) {
        town.timeline()
                .await(record, entry -> entry.is("FAULT") && entry.detail().equals(point));
    }

    private static void comeBack() {
        worker.start();
    }

    private String id(String status) {
        return ada.get(status).path("id").asText();
    }

    private String status(String path) {
        return ada.get(path).path("status").asText();
    }

    private static PhotoFiles files() {
        return town.web().photos();
    }
}
