package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults in the middle of a video of fifteen segments, whose two workers share a home. No recorded segment is lost. */
@Tag("processes")
@Order(1)
class VideoFaultsIT {

    /** Shorter than a video takes, and longer than its join does, even on a machine with much to do. */
    private static final Duration DEADLINE = Duration.ofSeconds(12);

    /** A heartbeat, and a second for a machine with much to do. */
    private static final Duration HEARTBEAT = Duration.ofMillis(1500);

    private static VideoFixture fixture;
    private static List<ApplicationProcess> workers;

    @BeforeAll
    static void start() {
        fixture = new VideoFixture(
                "video-faults",
                30,
                "darkroom.simulate.transcode-delay=1s",
                "darkroom.lanes.video.deadline=" + DEADLINE.toSeconds() + "s");
        workers = List.of(fixture.worker(), fixture.worker());
    }

    @BeforeEach
    void wait_for_both_workers() {
        ApplicationProcess.startAll(workers);
    }

    @AfterEach
    void resume() {
        fixture.resume();
        workers.stream().filter(ApplicationProcess::isAlive).forEach(ApplicationProcess::thaw);
    }

    @AfterAll
    static void end() {
        fixture.close();
    }

    @Test
    void two_workers_transcode_two_videos_at_once_each_longer_than_the_deadline_in_one_attempt() {
        List<String> videos = List.of(fixture.upload(), fixture.upload());
        videos.forEach(video -> fixture.awaitSegments(video, 2));
        assertThat(fixture.workerOf(videos.get(0))).isNotSameAs(fixture.workerOf(videos.get(1)));
        videos.forEach(video -> assertThat(tokens(video)).hasSize(1));
        assertThat(tokens(videos.get(0))).doesNotContainAnyElementsOf(tokens(videos.get(1)));

        for (String video : videos) {
            assertThat(fixture.awaitComplete(video).path("attempt").asInt()).isOne();
            fixture.assertTranscoded(video);
            assertThat(Duration.between(
                            step(video, entry -> entry.is("CLAIMED")).at(),
                            step(video, entry -> entry.is("COMPLETE")).at()))
                    .isGreaterThan(DEADLINE);
        }
    }

    /** On another machine nobody ends its ffmpeg, which goes on while the worker is frozen. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_worker_that_is_frozen_past_its_lease_is_fenced_and_none_of_its_later_segments_counts(boolean otherMachine) {
        String video = fixture.upload();
        fixture.awaitSegments(video, 3);
        ApplicationProcess frozen = fixture.workerOf(video);
        String token = fixture.token(video);
        frozen.freeze();
        if (otherMachine) {
            fixture.files().removeNotes(video, token);
        }
        int kept = fixture.segments(video);
        List<ProcessHandle> ffmpeg = VideoFiles.ffmpeg(video);
        assertThat(ffmpeg).hasSize(1);

        fixture.awaitSegments(video, kept + 1);
        assertThat(ffmpeg).noneMatch(child -> child.isAlive() && !otherMachine);
        Set<Integer> late = fixture.files().encoded(video, token);
        assertThat(late).as("segments that a frozen worker's ffmpeg wrote").hasSizeGreaterThan(kept);
        assertThat(fixture.visitor().get(video).path("progress").path("kept").asInt())
                .isEqualTo(kept);
        frozen.thaw();

        String fenced = HttpVisitor.id(video).substring(0, 8) + " fenced";
        await(fenced).until(() -> frozen.log().stream().anyMatch(line -> line.contains(fenced)));
        assertThat(step(video, entry -> entry.is("FENCED")).isBy(frozen)).isTrue();
        assertThat(fixture.rows(video))
                .filteredOn(row -> row.get("token").equals(token))
                .hasSize(kept);
        assertThat(ffmpeg).noneMatch(ProcessHandle::isAlive);
        fixture.awaitComplete(video);
        fixture.assertTranscoded(video);
        assertThat(step(video, entry -> entry.is("COMPLETE")).isBy(frozen)).isFalse();
    }

    @Test
    void a_video_survives_more_drains_than_a_job_without_checkpoints_and_keeps_its_attempt() {
        String video = fixture.upload();
        for (int drain = 1; drain <= 4; drain++) {
            fixture.awaitSegments(video, fixture.segments(video) + 1);
            ApplicationProcess ending = fixture.workerOf(video);
            List<ProcessHandle> children = VideoFiles.children(video);
            ending.stop();
            assertThat(children).noneMatch(ProcessHandle::isAlive);
            ending.launch();
        }

        assertThat(fixture.awaitComplete(video).path("attempt").asInt()).isOne();
        fixture.assertTranscoded(video);
        assertThat(steps(video, "RELEASED")).hasSize(4);
        assertThat(steps(video, "RESCUED")).isEmpty();
        assertThat(steps(video, "FAILED")).isEmpty();
        assertThatEachSegmentIsRecordedOnce(video);
    }

    /** The deadline counts from the last segment: it ends a child that hangs, and none that works. */
    @Test
    void a_full_disk_and_signals_for_ffmpeg_are_transient_and_keep_the_segments() {
        String video = fixture.upload();
        fixture.awaitSegments(video, 2);
        fixture.arm("disk", "full");
        awaitFailure(video, "no space left on device");
        fixture.resume();
        fixture.awaitSegments(video, 3);
        signal("TERM", video);
        awaitFailure(video, "ffmpeg ended with 255");
        fixture.awaitSegments(video, 5);
        signal("INT", video);
        awaitFailure(video, "ffmpeg ended with 255");
        fixture.awaitSegments(video, 7);
        List<ProcessHandle> hanging = VideoFiles.ffmpeg(video);
        signal("STOP", video);
        awaitFailure(video, "the run exceeded its deadline");
        assertThat(hanging).noneMatch(ProcessHandle::isAlive);

        fixture.awaitComplete(video);
        fixture.assertTranscoded(video);
        assertThatEachSegmentIsRecordedOnce(video);
    }

    /** A child that hangs: no new segment shows its run that the job is cancelled. */
    @Test
    void of_a_video_that_is_cancelled_in_another_process_its_child_is_gone_within_a_heartbeat_and_nothing_comes_back() {
        String video = fixture.upload();
        fixture.awaitSegments(video, 2);
        signal("STOP", video);

        fixture.cancel(video);

        assertThatNothingIsLeft(video, HEARTBEAT);
        assertThat(fixture.visitor().get(video).path("phase").asText()).isEqualTo("cancelled");
    }

    @Test
    void of_a_video_that_is_deleted_in_the_middle_nothing_comes_back() {
        String video = fixture.upload();
        fixture.awaitSegments(video, 2);

        fixture.delete(video);

        assertThatNothingIsLeft(video, HEARTBEAT);
        assertThat(fixture.visitor().api().request().get(video).statusCode()).isEqualTo(404);
        assertThat(steps(video, "CANCELLED")).hasSize(1);
    }

    static void assertThatNothingIsLeft(VideoFixture fixture, String video, Duration limit) {
        long begun = System.nanoTime();
        await("no child works for " + video)
                .atMost(limit)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> VideoFiles.children(video).isEmpty());
        System.out.printf("The child was gone after %d ms%n", (System.nanoTime() - begun) / 1_000_000);
        await("no file is left, and none comes back")
                .during(Duration.ofSeconds(1))
                .until(() -> fixture.files().names(video).isEmpty() && fixture.segments(video) == 0);
        assertThat(VideoFiles.children(video)).isEmpty();
    }

    private static void assertThatNothingIsLeft(String video, Duration limit) {
        assertThatNothingIsLeft(fixture, video, limit);
    }

    private static void assertThatEachSegmentIsRecordedOnce(String video) {
        assertThat(steps(video, "PROGRESS"))
                .extracting(Timeline.Entry::detail)
                .filteredOn(detail -> detail.startsWith("transcoding"))
                .hasSize(fixture.total())
                .doesNotHaveDuplicates();
    }

    /** Waits for a failure of the run that is the last one now, or of the next. */
    private static void awaitFailure(String video, String reason) {
        int begun = steps(video, "CLAIMED").size();
        step(
                video,
                entry -> entry.is("FAILED")
                        && entry.attempt() >= begun
                        && entry.detail().contains(reason));
    }

    private static void signal(String name, String video) {
        ProcessHandle ffmpeg = await("ffmpeg")
                .until(() -> VideoFiles.ffmpeg(video), found -> found.size() == 1)
                .get(0);
        ApplicationProcess.signal(name, ffmpeg.pid());
    }

    private static Timeline.Entry step(String video, Predicate<Timeline.Entry> wanted) {
        return fixture.timeline().await(HttpVisitor.id(video), wanted);
    }

    private static List<Timeline.Entry> steps(String video, String step) {
        return fixture.timeline().of(HttpVisitor.id(video), step);
    }

    /** The run folders of a video. */
    private static List<String> tokens(String video) {
        return fixture.files().names(video).stream()
                .filter(name -> name.length() == fixture.token(video).length())
                .toList();
    }
}
