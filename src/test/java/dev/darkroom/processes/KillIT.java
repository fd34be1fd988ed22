package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.testing.Pictures;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code kill -9} while photos are processed, and a database connection that dies with a commit. */
@Tag("processes")
class KillIT {

    private static final byte[] PICTURE = Pictures.jpeg(2400, 1800);

    private static final String COMMITTING_A_PHOTO =
            """
            SELECT %s FROM pg_stat_activity JOIN pg_locks USING (pid)
             WHERE wait_event = 'SyncRep' AND relation = 'photo'::regclass AND mode = 'RowExclusiveLock'
            """;

    private static ApplicationProcess darkroom;

    @BeforeAll
    static void start() {
        darkroom = new ApplicationProcess("kill")
                .fastStartup()
                .with("darkroom.simulate.resize-delay", "300ms")
                .with("darkroom.jobs.lease", "1200ms")
                .with("darkroom.jobs.heartbeat", "400ms")
                .with("darkroom.jobs.backoff-base", "50ms")
                .with("darkroom.jobs.backoff-cap", "300ms")
                .start();
    }

    @AfterAll
    static void end() {
        darkroom.close();
    }

    @Test
    void a_photo_whose_process_dies_between_two_renditions_is_processed_by_the_next() {
        HttpVisitor ada = HttpVisitor.signedUp(darkroom);
        String photo = ada.upload("durable", PICTURE);
        ada.await(photo, status -> status.path("progress").path("done").asInt() == 1);

        killAndRestart();

        assertThat(ada.awaitComplete(photo).path("attempt").asInt()).isGreaterThan(1);
        darkroom.photos().assertDeveloped(photo);
    }

    @Test
    void a_process_that_dies_while_it_writes_a_rendition_leaves_no_half_of_it_visible() {
        HttpVisitor ada = HttpVisitor.signedUp(darkroom);
        String photo = ada.upload("durable", PICTURE);
        darkroom.photos().awaitWriting(photo);

        killAndRestart();

        ada.awaitComplete(photo);
        darkroom.photos().assertDeveloped(photo);
    }

    @Test
    void volatile_work_is_lost_with_its_process_and_reported_as_lost_while_durable_work_is_done() {
        HttpVisitor ada = HttpVisitor.signedUp(darkroom);
        String forgotten = ada.upload("volatile", PICTURE);
        String kept = ada.upload("durable", PICTURE);

        killAndRestart();

        JsonNode lost =
                ada.await(forgotten, status -> status.path("phase").asText().equals("lost"));
        assertThat(lost.path("status").asText()).isEqualTo("processing");
        ada.awaitComplete(kept);
        assertThat(ada.get(forgotten)).isEqualTo(lost);
    }

    @Test
    void a_photo_whose_commit_succeeded_without_an_answer_keeps_its_original() {
        HttpVisitor ada = HttpVisitor.signedUp(darkroom);
        TestDatabase database = new TestDatabase(darkroom);
        // The commit waits for a standby that does not exist; then its connection is cut.
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

    private static void killAndRestart() {
        darkroom.kill();
        darkroom.photos().assertWhole();
        darkroom.start();
    }
}
