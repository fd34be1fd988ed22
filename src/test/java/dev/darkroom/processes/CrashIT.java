package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.darkroom.testing.Pictures;
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

/** {@code kill -9} at each named point on a job's way: the effects outside of the application at that moment, and in the end. */
@Tag("processes")
class CrashIT {

    private static final byte[] PICTURE = Pictures.jpeg(2000, 1500);

    private static final String UNCOMMITTED_STEPS =
            "SELECT count(*) FROM pg_locks WHERE relation = 'job_event'::regclass AND mode = 'RowExclusiveLock'";

    private static final String COMMITTING_A_PHOTO =
            """
            SELECT %s FROM pg_stat_activity JOIN pg_locks USING (pid)
             WHERE wait_event = 'SyncRep' AND relation = 'photo'::regclass AND mode = 'RowExclusiveLock'
            """;

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
    void before_the_commit_there_is_neither_record_nor_job_nor_answer() {
        HttpVisitor bob = new HttpVisitor(fixture.web());
        fixture.pauseAt("before-commit");
        CompletableFuture<String> promise = CompletableFuture.supplyAsync(() -> bob.signUp("durable"));
        await("record, job and timeline are written and not committed")
                .until(() -> fixture.database().number(UNCOMMITTED_STEPS) > 0);

        fixture.web().kill();
        fixture.resume();
        fixture.web().start();

        assertThat(promise).failsWithin(Duration.ofSeconds(10));
        assertThat(fixture.database().number("SELECT count(*) FROM account WHERE email = '" + bob.email() + "'"))
                .isZero();
        assertThat(fixture.database().number("SELECT count(*) FROM job WHERE kind = 'send-welcome-mail'"))
                .isEqualTo(fixture.database().number("SELECT count(*) FROM welcome_mail"));
        bob.awaitComplete(bob.signUp("durable"));
    }

    @Test
    void a_crash_before_the_commit_frees_the_idempotency_key_and_a_retry_makes_one_charge() {
        String key = "rent-" + ada.email();
        fixture.pauseAt("before-commit");
        CompletableFuture<String> promise = CompletableFuture.supplyAsync(() -> ada.pay("durable", amount, key));
        await("record, job and key are written and not committed")
                .until(() -> fixture.database().number(UNCOMMITTED_STEPS) > 0);
        assertThat(ada.tryToPay("durable", amount, key).statusCode()).isEqualTo(409);

        fixture.web().kill();
        fixture.resume();
        fixture.web().start();

        assertThat(promise).failsWithin(Duration.ofSeconds(10));
        assertThat(fixture.database().number("SELECT count(*) FROM idempotency_record WHERE key = '" + key + "'"))
                .isZero();
        HttpResponse<String> again = ada.tryToPay("durable", amount, key);
        assertThat(again.statusCode()).isEqualTo(202);
        assertThat(again.headers().firstValue("Idempotency-Replayed")).isEmpty();
        ada.awaitComplete(Http.json(again).path("links").path("self").asText());
        assertThat(ada.tryToPay("durable", amount, key).body()).isEqualTo(again.body());
        assertThat(fixture.ledger().statuses(amount)).containsExactly("charged");
    }

    @ParameterizedTest
    @ValueSource(strings = {"before-publish", "after-publish"})
    void a_job_whose_relay_dies_beside_the_message_is_due_again_when_its_hand_over_expires(String point) {
        fixture.pauseAt(point);
        String charge = ada.pay("durable", amount);

        killAt(point, charge);
        worker.start();

        ada.awaitComplete(charge);
        assertThat(fixture.timeline().of(id(charge), "HANDED_OVER")).hasSizeGreaterThan(1);
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
    void after_a_crash_behind_the_effect_the_charge_is_found_and_the_mail_repeats_its_message_id() {
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
                .matches(line -> line.path("deliveries").asInt() == 1, "one request");
        assertThat(fixture.mails(ada, mail)).isEqualTo(2);
    }

    @Test
    void before_the_rename_no_part_of_a_file_is_visible_and_the_temporary_file_stays_for_the_sweeper() {
        fixture.pauseAt("before-rename");
        String photo = ada.upload("durable", PICTURE);

        killAt("before-rename", photo);
        assertThat(files().published(photo)).isEmpty();
        assertThat(files().unfinished(photo)).hasSize(1);
        worker.start();

        ada.awaitComplete(photo);
        files().assertDeveloped(photo);
        assertThat(files().unfinished(photo)).hasSize(1);
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
        files().assertDeveloped(photo);
        assertThat(files().published(photo)).containsAllEntriesOf(first);
    }

    @Test
    void a_crash_before_the_result_is_recorded_repeats_the_work_without_a_change() {
        fixture.pauseAt("before-settle");
        String photo = ada.upload("durable", PICTURE);
        String charge = ada.pay("durable", amount);

        awaitPoint("before-settle", id(photo));
        killAt("before-settle", charge);
        Map<String, Integer> files = files().published(photo);
        assertThat(files).hasSize(3);
        assertThat(List.of(photo, charge)).allMatch(status -> status(status).equals("processing"));
        worker.start();

        ada.awaitComplete(photo);
        ada.awaitComplete(charge);
        assertThat(files().published(photo)).isEqualTo(files);
        assertThat(fixture.ledger().statuses(amount)).containsExactly("charged");
    }

    @Test
    void a_photo_whose_commit_succeeded_without_an_answer_keeps_its_original() {
        TestDatabase database = fixture.database();
        // The commit waits for a standby that does not exist; then its connection is cut.
        database.configure("synchronous_standby_names", "'nobody'");
        CompletableFuture<String> upload = CompletableFuture.supplyAsync(() -> ada.upload("durable", PICTURE));
        try {
            await("the commit").until(() -> database.number(COMMITTING_A_PHOTO.formatted("count(*)")) > 0);
            database.rows(COMMITTING_A_PHOTO.formatted("pg_terminate_backend(pid)"));
        } finally {
            database.configure("synchronous_standby_names", "DEFAULT");
        }

        assertThat(upload).failsWithin(Duration.ofSeconds(30));
        String photo =
                "/photos/%s/status".formatted(database.text("SELECT id FROM photo ORDER BY accepted_at DESC LIMIT 1"));
        ada.awaitComplete(photo);
        files().assertDeveloped(photo);
    }

    /** Waits until the job reaches that point, and kills its worker. */
    private void killAt(String point, String status) {
        awaitPoint(point, id(status));
        worker.kill();
        fixture.resume();
    }

    private static void awaitPoint(String point, String record) {
        fixture.timeline()
                .await(record, entry -> entry.is("FAULT") && entry.detail().equals(point));
    }

    private String id(String status) {
        return ada.get(status).path("id").asText();
    }

    private String status(String path) {
        return ada.get(path).path("status").asText();
    }

    private static PhotoFiles files() {
        return fixture.web().photos();
    }
}
