package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.darkroom.testing.Pictures;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code kill -9} at each named point of a job. External effects are counted after the kill and at the end. */
@Tag("processes")
@Order(1)
class CrashIT {

    private static final byte[] PICTURE = Pictures.jpeg(2000, 1500);

    private static final String UNCOMMITTED_STEPS =
            "pg_locks WHERE relation = 'job_event'::regclass AND mode = 'RowExclusiveLock'";

    private static ProcessFixture fixture;
    private static ApplicationProcess worker;
    private static int amount = 4000;

    private HttpVisitor ada;

    @BeforeAll
    static void start() {
        fixture = new ProcessFixture("crash");
        worker = fixture.worker();
    }

    @BeforeEach
    void sign_up_and_start_the_worker() {
        if (!worker.isAlive()) {
            worker.start();
        }
        ada = fixture.welcomed();
        amount++;
    }

    @AfterEach
    void resume() {
        fixture.resume();
    }

    @AfterAll
    static void end() {
        fixture.close();
    }

    @Test
    void a_crash_before_the_commit_leaves_no_record_job_or_key_and_a_retry_makes_one_charge() {
        HttpVisitor bob = new HttpVisitor(fixture.web());
        String key = "rent-" + ada.email();
        fixture.pauseAt("before-commit");
        CompletableFuture<String> account = CompletableFuture.supplyAsync(bob::signUp);
        CompletableFuture<Response> charge =
                CompletableFuture.supplyAsync(() -> ada.api().pay("durable", key, amount));
        await("both records and jobs are written and not committed").until(() -> count(UNCOMMITTED_STEPS) == 2);
        assertThat(ada.api().pay("durable", key, amount).statusCode()).isEqualTo(409);

        fixture.web().kill();
        fixture.resume();
        fixture.web().start();

        assertThat(account).failsWithin(Duration.ofSeconds(10));
        assertThat(charge).failsWithin(Duration.ofSeconds(10));
        assertThat(count("account WHERE email = '" + bob.email() + "'")).isZero();
        assertThat(count("job WHERE kind = 'send-welcome-mail'")).isEqualTo(count("welcome_mail"));
        assertThat(count("idempotency_record WHERE key = '" + key + "'")).isZero();
        bob.awaitComplete(bob.signUp());
        Response again = ada.api().pay("durable", key, amount);
        assertThat(again.statusCode()).isEqualTo(202);
        assertThat(again.header("Idempotency-Replayed")).isNull();
        ada.awaitComplete(again.path("links.self"));
        assertThat(ada.api().pay("durable", key, amount).asString()).isEqualTo(again.asString());
        assertThat(fixture.ledger().statuses(amount)).containsExactly("charged");
    }

    @Test
    void a_job_whose_relay_dies_between_the_claim_and_the_run_is_rescued() {
        fixture.pauseAt("after-claim");
        String charge = ada.pay("durable", amount);

        killAt("after-claim", charge);
        worker.start();

        ada.awaitComplete(charge);
        assertThat(fixture.timeline().of(HttpVisitor.id(charge), "RESCUED")).hasSize(1);
        assertThat(fixture.ledger().statuses(amount)).containsExactly("charged");
    }

    @Test
    void a_crash_before_the_effect_leads_to_one_effect() {
        fixture.pauseAt("before-effect");
        String charge = ada.pay("durable", amount);
        String mail = ada.welcomeAgain();

        awaitPoint("before-effect", mail);
        killAt("before-effect", charge);
        assertThat(fixture.ledger().of(amount)).isEmpty();
        assertThat(fixture.mails(ada, mail)).isZero();
        worker.start();

        ada.awaitComplete(charge);
        ada.awaitComplete("/me/status");
        assertThat(fixture.ledger().statuses(amount)).containsExactly("charged");
        assertThat(fixture.mails(ada, mail)).isOne();
    }

    @Test
    void a_crash_after_the_effect_leads_to_the_same_charge_and_a_second_mail_with_its_message_id() {
        fixture.pauseAt("after-effect");
        String charge = ada.pay("durable", amount);
        String mail = ada.welcomeAgain();

        awaitPoint("after-effect", mail);
        killAt("after-effect", charge);
        assertThat(fixture.ledger().statuses(amount)).containsExactly("charged");
        assertThat(fixture.mails(ada, mail)).isOne();
        worker.start();

        assertThat(ada.awaitComplete(charge).path("attempt").asInt()).isEqualTo(2);
        assertThat(ada.awaitComplete("/me/status").path("attempt").asInt()).isEqualTo(2);
        assertThat(fixture.ledger().of(amount))
                .singleElement()
                .matches(entry -> entry.path("deliveries").asInt() == 1, "one request");
        assertThat(fixture.mails(ada, mail)).isEqualTo(2);
    }

    @Test
    void a_crash_before_the_rename_publishes_no_part_of_a_file_and_leaves_the_temporary_file_to_the_sweeper() {
        fixture.pauseAt("before-rename");
        String photo = ada.upload("durable", PICTURE);

        killAt("before-rename", photo);
        assertThat(files().published(photo)).isEmpty();
        assertThat(files().unfinished(photo)).hasSize(1);
        worker.start();

        ada.awaitComplete(photo);
        files().assertResized(photo);
        assertThat(files().unfinished(photo)).hasSize(1);
    }

    /** The kill may come just after the write: the assertions hold then too. */
    @Test
    void a_kill_while_a_file_is_written_publishes_no_part_of_it() {
        String photo = ada.upload("durable", Pictures.grainyJpeg(1600, 1200));

        await("a temporary file")
                .ignoreExceptions()
                .pollInterval(Duration.ofMillis(1))
                .until(() -> !files().unfinished(photo).isEmpty());
        worker.kill();
        assertThat(files().damaged()).isEmpty();
        worker.start();

        ada.awaitComplete(photo);
        files().assertResized(photo);
    }

    @Test
    void a_crash_after_the_rename_makes_the_same_file_again() {
        fixture.pauseAt("after-rename");
        String photo = ada.upload("durable", PICTURE);

        killAt("after-rename", photo);
        Map<String, Integer> first = files().published(photo);
        assertThat(first).hasSize(1);
        worker.start();

        ada.awaitComplete(photo);
        files().assertResized(photo);
        assertThat(files().published(photo)).containsAllEntriesOf(first);
    }

    @Test
    void a_crash_before_the_result_is_recorded_repeats_the_work_without_a_change() {
        fixture.pauseAt("before-settle");
        String photo = ada.upload("durable", PICTURE);
        String charge = ada.pay("durable", amount);

        awaitPoint("before-settle", HttpVisitor.id(photo));
        killAt("before-settle", charge);
        Map<String, Integer> files = files().published(photo);
        assertThat(files).hasSize(3);
        assertThat(List.of(photo, charge))
                .allMatch(status -> ada.get(status).path("status").asText().equals("processing"));
        worker.start();

        ada.awaitComplete(photo);
        ada.awaitComplete(charge);
        assertThat(files().published(photo)).isEqualTo(files);
        assertThat(fixture.ledger().statuses(amount)).containsExactly("charged");
    }

    /** Waits until the job reaches that point, and kills its worker. */
    private void killAt(String point, String status) {
        awaitPoint(point, HttpVisitor.id(status));
        worker.kill();
        fixture.resume();
    }

    private static void awaitPoint(String point, String record) {
        fixture.timeline()
                .await(record, entry -> entry.is("FAULT") && entry.detail().equals(point));
    }

    /** @param rows tables and conditions, as they follow FROM */
    private static int count(String rows) {
        return fixture.database().number("SELECT count(*) FROM " + rows);
    }

    private static PhotoFiles files() {
        return fixture.web().photos();
    }
}
