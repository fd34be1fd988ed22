package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.testing.Pictures;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A person cancels the work of another process and pauses its lanes, and runs that hang are replaced. */
@Tag("processes")
class ControlIT {

    private static final byte[] PICTURE = Pictures.jpeg(1600, 300);
    private static final Duration LONGER_THAN_A_POLL = Duration.ofMillis(1500);

    private static ProcessFixture fixture;
    private static ApplicationProcess worker;

    private HttpVisitor ada;

    @BeforeAll
    static void start() {
        fixture = new ProcessFixture("control");
        worker = fixture.worker().with("darkroom.lanes.images.deadline", "4s");
    }

    @BeforeEach
    void sign_up_and_start_the_worker() {
        if (!worker.isAlive()) {
            worker.start();
        }
        ada = fixture.welcomed();
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
    void a_run_in_another_process_is_cancelled_stops_at_its_next_heartbeat_and_leaves_no_file() {
        String photo = uploadAndPauseAt("before-rename");

        assertThat(cancel(photo)).isEqualTo(200);

        Timeline.Entry fenced = fixture.timeline().await(HttpVisitor.id(photo), entry -> entry.is("FENCED"));
        assertThat(fenced.isBy(worker)).isTrue();
        assertCancelled(photo);
        assertThat(cancel(photo)).isEqualTo(200);
    }

    @Test
    void of_a_cancellation_and_a_completion_at_the_same_moment_exactly_one_wins() {
        for (int i = 0; i < 6; i++) {
            String photo = uploadAndPauseAt("before-settle");

            CompletableFuture<Integer> cancellation = CompletableFuture.supplyAsync(() -> cancel(photo));
            LockSupport.parkNanos(i * 10_000_000L);
            fixture.resume();

            if (cancellation.join() == 200) {
                assertCancelled(photo);
            } else {
                assertThat(cancellation.join()).isEqualTo(409);
                assertThat(ada.get(photo).path("status").asText()).isEqualTo("complete");
                fixture.web().photos().assertResized(photo);
            }
        }
    }

    @Test
    void in_a_paused_lane_a_running_job_finishes_and_none_starts_until_it_is_resumed_also_after_a_restart() {
        fixture.pauseAt("before-effect");
        String running = ada.welcomeAgain();
        fixture.timeline().await(running, entry -> entry.is("FAULT"));

        setLane("mail", "pause");
        fixture.resume();
        fixture.timeline().await(running, entry -> entry.is("COMPLETE"));
        String waiting = ada.welcomeAgain();
        worker.stop();
        worker.start();

        await().during(LONGER_THAN_A_POLL)
                .until(() -> fixture.timeline().of(waiting, "CLAIMED").isEmpty());
        setLane("mail", "resume");
        ada.awaitComplete("/me/status");
        assertThat(fixture.mails(ada, running)).isOne();
        assertThat(fixture.mails(ada, waiting)).isOne();
    }

    @Test
    void runs_that_ignore_their_interrupt_are_replaced_and_two_of_them_make_their_process_unready() throws Exception {
        setLane("images", "pause");
        List<String> hanging =
                Stream.generate(() -> ada.upload("durable", PICTURE)).limit(2).toList();
        for (String photo : hanging) {
            fixture.web().photos().hang(photo);
        }
        String other = ada.upload("durable", PICTURE);
        setLane("images", "resume");

        ada.awaitComplete(other);
        await("readiness").until(() -> !worker.isReady());
        await("the board").until(() -> ada.page("/jobs").contains("Runs that ignore their interrupt: "));
        for (String photo : hanging) {
            fixture.web().photos().repair(photo);
        }
        hanging.forEach(ada::awaitComplete);
        worker.kill();
    }

    private String uploadAndPauseAt(String point) {
        fixture.pauseAt(point);
        String photo = ada.upload("durable", PICTURE);
        fixture.timeline().await(HttpVisitor.id(photo), entry -> entry.is("FAULT"));
        return photo;
    }

    private int cancel(String photo) {
        String job = ada.get(photo).at("/links/job").asText();
        return ada.api().request().post(job + "/cancel").statusCode();
    }

    private void assertCancelled(String photo) {
        JsonNode status = ada.get(photo);
        assertThat(status.path("phase").asText()).isEqualTo("cancelled");
        await("the end of the files")
                .until(() -> fixture.web().photos().published(photo).isEmpty());
        assertThat(fixture.web().photos().unfinished(photo)).isEmpty();
    }

    private void setLane(String lane, String action) {
        ada.api().program().post("/lanes/" + lane + "/" + action).then().statusCode(204);
    }
}
