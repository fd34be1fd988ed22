package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.testing.Pictures;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What becomes of accepted work when the process that has it is killed. */
@Tag("processes")
class KillIT {

    private static final byte[] PICTURE = Pictures.jpeg(2400, 1800);

    private static final String COMMITTING_A_PHOTO =
            """
            SELECT %s FROM pg_stat_activity JOIN pg_locks USING (pid)
             WHERE wait_event = 'SyncRep' AND relation = 'photo'::regclass AND mode = 'RowExclusiveLock'
            """;

    private static SmtpStub mailHouse;
    private static ApplicationProcess company;
    private static GatewayProxy line;
    private static ApplicationProcess darkroom;

    @BeforeAll
    static void begin() throws IOException {
        mailHouse = new SmtpStub();
        company = new ApplicationProcess("kill-company").fastStartup().start();
        line = new GatewayProxy(company);
        darkroom = new ApplicationProcess("kill")
                .fastStartup()
                .with("quarkus.mailer.host", "127.0.0.1")
                .with("quarkus.mailer.port", mailHouse.port())
                .with("darkroom.gateway.url", line.url())
                .with("darkroom.gateway.timeout", "20s")
                .with("darkroom.simulate.smtp-delay", "300ms")
                .with("darkroom.simulate.resize-delay", "300ms")
                .with("darkroom.jobs.lease", "1200ms")
                .with("darkroom.jobs.heartbeat", "400ms")
                .with("darkroom.jobs.backoff-base", "50ms")
                .with("darkroom.jobs.backoff-cap", "300ms")
                .start();
    }

    @AfterAll
    static void end() {
        Stream.of(darkroom, line, company, mailHouse).filter(Objects::nonNull).forEach(KillIT::close);
    }

    @Test
    void all_that_was_accepted_is_done_although_the_process_dies_right_after_its_answers() {
        HttpVisitor ada = new HttpVisitor(darkroom);
        String mail = ada.signUp("durable");
        List<String> photos =
                Stream.generate(() -> ada.upload("durable", PICTURE)).limit(3).toList();
        String charge = ada.pay("durable", 1001);

        dieAndComeBack();

        photos.forEach(photo -> {
            ada.awaitComplete(photo);
            darkroom.photos().assertDeveloped(photo);
        });
        ada.awaitComplete(charge);
        assertThat(new Ledger(company).statuses(1001)).containsExactly("charged");
        int runs = ada.awaitComplete(mail).path("attempt").asInt();
        assertThat(mailHouse.messageIds(ada.email())).hasSizeBetween(1, runs).containsOnly(messageId(ada, mail));
    }

    @Test
    void a_photo_whose_process_dies_between_two_renditions_is_developed_by_the_next() {
        HttpVisitor ada = HttpVisitor.signedUp(darkroom);
        String photo = ada.upload("durable", PICTURE);
        ada.await(photo, status -> status.path("progress").path("done").asInt() == 1);

        dieAndComeBack();

        assertThat(ada.awaitComplete(photo).path("attempt").asInt()).isGreaterThan(1);
        darkroom.photos().assertDeveloped(photo);
    }

    @Test
    void a_process_that_dies_while_it_writes_a_rendition_leaves_no_half_of_it_to_be_seen() {
        HttpVisitor ada = HttpVisitor.signedUp(darkroom);
        String photo = ada.upload("durable", PICTURE);
        darkroom.photos().awaitWriting(photo);

        dieAndComeBack();

        ada.awaitComplete(photo);
        darkroom.photos().assertDeveloped(photo);
    }

    @Test
    void a_charge_that_was_made_and_not_recorded_is_not_made_again() {
        HttpVisitor ada = HttpVisitor.signedUp(darkroom);
        line.answers().shut();
        String charge = ada.pay("durable", 1003);
        Ledger ledger = new Ledger(company);
        await("the charge").until(() -> ledger.statuses(1003), List.of("charged")::equals);
        assertThat(ada.get(charge).path("status").asText()).isEqualTo("processing");

        darkroom.kill();
        line.answers().open();
        darkroom.start();

        assertThat(ada.awaitComplete(charge).path("attempt").asInt()).isGreaterThan(1);
        assertThat(ledger.statuses(1003)).containsExactly("charged");
    }

    @Test
    void a_mail_that_was_sent_and_not_recorded_is_sent_once_more_under_the_same_message_id() {
        HttpVisitor ada = new HttpVisitor(darkroom);
        mailHouse.answers().shut();
        String mail = ada.signUp("durable");
        await("the mail").until(() -> mailHouse.messageIds(ada.email()).size() == 1);
        assertThat(ada.get(mail).path("status").asText()).isEqualTo("processing");

        darkroom.kill();
        mailHouse.answers().open();
        darkroom.start();

        int runs = ada.awaitComplete(mail).path("attempt").asInt();
        assertThat(mailHouse.messageIds(ada.email())).hasSizeBetween(2, runs).containsOnly(messageId(ada, mail));
    }

    @Test
    void work_in_memory_is_lost_with_its_process_and_says_so_while_the_durable_photo_beside_it_is_developed() {
        HttpVisitor ada = HttpVisitor.signedUp(darkroom);
        String forgotten = ada.upload("volatile", PICTURE);
        String kept = ada.upload("durable", PICTURE);

        dieAndComeBack();

        JsonNode lost =
                ada.await(forgotten, status -> status.path("phase").asText().equals("lost"));
        assertThat(lost.path("status").asText()).isEqualTo("processing");
        ada.awaitComplete(kept);
        assertThat(ada.get(forgotten)).isEqualTo(lost);
    }

    @Test
    void a_photo_that_was_accepted_although_the_answer_of_the_database_was_lost_keeps_its_original() {
        HttpVisitor ada = HttpVisitor.signedUp(darkroom);
        TestDatabase database = new TestDatabase(darkroom);
        // A commit is made, and then waits for somebody who never comes; its connection is cut before it has told.
        database.configure("synchronous_standby_names", "'nobody'");
        CompletableFuture<String> upload = CompletableFuture.supplyAsync(() -> ada.upload("durable", PICTURE));
        try {
            await("the commit").until(() -> database.number(COMMITTING_A_PHOTO.formatted("count(*)")) > 0);
            database.of(COMMITTING_A_PHOTO.formatted("pg_terminate_backend(pid)"));
        } finally {
            database.configure("synchronous_standby_names", "DEFAULT");
        }

        assertThat(upload).failsWithin(Duration.ofSeconds(30));
        String photo = database.of("SELECT id FROM photo ORDER BY accepted_at DESC LIMIT 1")
                .get(0)
                .text("id");
        ada.awaitComplete("/photos/" + photo + "/status");
        darkroom.photos().assertDeveloped("/photos/" + photo + "/status");
    }

    private static void dieAndComeBack() {
        darkroom.kill();
        darkroom.photos().assertWhole();
        darkroom.start();
    }

    private static String messageId(HttpVisitor visitor, String mail) {
        return "<welcome-" + visitor.get(mail).path("id").asText() + "@darkroom.invalid>";
    }

    private static void close(AutoCloseable one) {
        try {
            one.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
