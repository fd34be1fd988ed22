package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Twenty times {@code kill -9} while a video is transcoded, joined and published: at random moments, which the printed
 * {@code -Dseed=} repeats roughly, and around each rename. Two workers take turns: the other one goes on.
 */
@Tag("processes")
@Order(1)
class VideoCrashIT {

    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final int SEGMENTS = 20;
    /** Shorter than the rest of a lease: no other run begins within this time after a kill. */
    private static final Duration BEFORE_THE_NEXT_RUN = Duration.ofMillis(900);

    private static final Duration CHILD_LIMIT = Duration.ofSeconds(3);

    private static VideoFixture fixture;
    private static List<ApplicationProcess> workers;

    private final Random random = new Random(SEED);
    private String video;
    private int kills;
    private int begun;
    private int encoded;
    private long slowestEnd;

    @BeforeAll
    static void start() {
        fixture = new VideoFixture("video-crash", 2 * SEGMENTS);
        workers = List.of(fixture.worker(), fixture.worker());
    }

    @BeforeEach
    void upload() {
        ApplicationProcess.startAll(workers);
        video = fixture.upload();
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
    void a_video_whose_workers_are_killed_during_its_transcoding_is_complete_and_has_every_frame_once() {
        while (kills < 7) {
            fixture.awaitSegments(video, fixture.segments(video) + 1 + random.nextInt(2));
            kill(random.nextInt(700));
        }
        assertComplete();
    }

    @Test
    void a_video_whose_workers_are_killed_around_each_rename_is_complete_and_has_every_frame_once() {
        killAtRename(1 + 2 * random.nextInt(3));
        killAtRename(2 + 2 * random.nextInt(3));
        fixture.resume();
        fixture.awaitSegments(video, SEGMENTS - 6);
        killAtRename(() -> fixture.files().names(video).stream().anyMatch(name -> name.matches("video-.*\\.part")));
        killAtRename(2);
        killAtRename(3);
        killAtRename(4);
        fixture.pauseAt("before-settle");
        awaitFaults(1);
        kill(0);
        fixture.resume();
        assertComplete();
    }

    @Test
    void after_a_kill_at_seventy_percent_less_than_half_is_encoded_and_kills_during_the_join_lose_nothing() {
        fixture.awaitSegments(video, SEGMENTS * 7 / 10);
        kill(0);
        awaitJoin();
        int second = fixture.files().begun(video, fixture.token(video)).size();
        System.out.printf("After a kill at 70 %%, %d of %d segments were encoded%n", second, SEGMENTS);
        assertThat(second).isLessThanOrEqualTo(SEGMENTS * 45 / 100);
        while (kills < 6) {
            awaitJoin();
            kill(random.nextInt(500));
        }
        assertComplete();
    }

    private void awaitJoin() {
        fixture.timeline()
                .await(
                        HttpVisitor.id(video),
                        step -> step.attempt() == kills + 1
                                && step.is("PROGRESS")
                                && step.detail().startsWith("joining"));
    }

    /** @param reached the number of the crash point, which are before and after each rename of the next run */
    private void killAtRename(int reached) {
        fixture.pauseAt("before-rename");
        for (int point = 1; point <= reached; point++) {
            stepTo(point);
        }
        kill(0);
    }

    private void killAtRename(BooleanSupplier wanted) {
        for (int point = 1; point == 1 || !wanted.getAsBoolean(); point++) {
            stepTo(point);
        }
        kill(0);
    }

    /** A pause at the next kind of point ends the one before. */
    private void stepTo(int point) {
        fixture.pauseAt(point % 2 == 1 ? "before-rename" : "after-rename");
        awaitFaults(point);
    }

    private void awaitFaults(int number) {
        await("crash point " + number)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> number
                        == fixture.timeline().of(HttpVisitor.id(video), "FAULT").stream()
                                .filter(fault -> fault.attempt() == kills + 1)
                                .count());
    }

    /** Kills the worker of the video after that time, and counts what its run had begun. */
    private void kill(int millis) {
        pause(millis);
        String token = fixture.token(video);
        ApplicationProcess worker = fixture.workerOf(video);
        worker.kill();
        kills++;
        Instant killed = Instant.now();
        await("no child is left, with -Dseed=" + SEED)
                .atMost(CHILD_LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> VideoFiles.children(video).stream().noneMatch(child -> isOf(child, killed)));
        slowestEnd =
                Math.max(slowestEnd, Duration.between(killed, Instant.now()).toMillis());
        begun += fixture.files().begun(video, token).size();
        encoded += fixture.files().encoded(video, token).size();
        worker.launch();
    }

    private static boolean isOf(ProcessHandle child, Instant killed) {
        return child.info()
                .startInstant()
                .filter(start -> start.isBefore(killed.plus(BEFORE_THE_NEXT_RUN)))
                .isPresent();
    }

    private void assertComplete() {
        fixture.awaitComplete(video);
        int last = fixture.timeline().of(HttpVisitor.id(video), "PROGRESS").stream()
                .filter(step -> step.attempt() == kills + 1 && step.detail().startsWith("transcoding"))
                .toList()
                .size();
        System.out.printf(
                "-Dseed=%d: %d kills, %d + %d of %d segments encoded, %d begun; the last child ended after %d ms%n",
                SEED, kills, encoded, last, SEGMENTS, begun + last, slowestEnd);
        assertThat(fixture.timeline().of(HttpVisitor.id(video), "FAILED")).isEmpty();
        assertThat(fixture.timeline().of(HttpVisitor.id(video), "RESCUED")).hasSize(kills);
        assertThat(encoded + last).as("segments encoded, with -Dseed=" + SEED).isLessThanOrEqualTo(SEGMENTS + kills);
        fixture.assertTranscoded(video);
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
