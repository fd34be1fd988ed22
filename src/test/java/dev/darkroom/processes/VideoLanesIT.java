package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.testing.Pictures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** One process transcodes a long video at full speed, and does all other work too. */
@Tag("processes")
@Isolated("compares times")
class VideoLanesIT {

    private static final int ROUNDS = 7;
    private static final byte[] PICTURE = Pictures.jpeg(4000, 3000);
    private static final Duration AT_ONCE = Duration.ofMillis(500);

    private final VideoFixture fixture = new VideoFixture(
            "video-lanes",
            30,
            "darkroom.role=all",
            "darkroom.simulate.transcode-delay=0s",
            "darkroom.simulate.smtp-delay=200ms");
    private final Times alone = new Times();
    private final Times beside = new Times();
    private String video;

    @BeforeEach
    void transcode_a_long_video() {
        video = fixture.uploadLongVideo();
        // The first mail and the first photo of a process take longer.
        new Times().measure();
        fixture.awaitSegments(video, 1);
    }

    @AfterEach
    void end() {
        fixture.close();
    }

    @Test
    void beside_a_video_mails_and_photos_wait_no_longer_take_little_longer_and_its_cancellation_ends_ffmpeg_at_once() {
        ProcessHandle ffmpeg = VideoFiles.ffmpeg(video).get(0);
        for (int round = 0; round < ROUNDS; round++) {
            ApplicationProcess.signal("STOP", ffmpeg.pid());
            alone.measure();
            ApplicationProcess.signal("CONT", ffmpeg.pid());
            beside.measure();
        }
        assertThat(VideoFiles.ffmpeg(video)).containsExactly(ffmpeg);

        System.out.printf("Without a video: %s%nWith a video:    %s%n", alone, beside);
        assertThat(median(beside.mailWaits)).isLessThan(AT_ONCE);
        assertThat(median(beside.photoWaits)).isLessThan(AT_ONCE);
        assertThat(ratio(beside.mailRuns, alone.mailRuns))
                .as("%s, %s", alone, beside)
                .isLessThanOrEqualTo(1.3);
        assertThat(ratio(beside.photoRuns, alone.photoRuns))
                .as("%s, %s", alone, beside)
                .isLessThanOrEqualTo(2.5);

        fixture.cancel(video);
        VideoFaultsIT.assertThatNothingIsLeft(fixture, video, Duration.ofSeconds(2));
    }

    private static double ratio(List<Duration> with, List<Duration> without) {
        return (double) median(with).toNanos() / median(without).toNanos();
    }

    private static Duration median(List<Duration> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }

    /** How long mails and photos waited for their lanes, and ran. */
    private final class Times {

        private final List<Duration> mailWaits = new ArrayList<>();
        private final List<Duration> mailRuns = new ArrayList<>();
        private final List<Duration> photoWaits = new ArrayList<>();
        private final List<Duration> photoRuns = new ArrayList<>();

        void measure() {
            String mail = fixture.visitor().welcomeAgain();
            measure(mail, mailWaits, mailRuns);
            String photo = fixture.visitor().upload("durable", PICTURE);
            measure(HttpVisitor.id(photo), photoWaits, photoRuns);
        }

        private void measure(String record, List<Duration> waits, List<Duration> runs) {
            Timeline timeline = fixture.timeline();
            Timeline.Entry end = timeline.await(record, entry -> entry.is("COMPLETE"));
            waits.add(timeline.pickUp(record));
            runs.add(Duration.between(timeline.of(record, "CLAIMED").get(0).at(), end.at()));
        }

        @Override
        public String toString() {
            return "a mail waits %d ms and runs %d ms, a photo waits %d ms and runs %d ms"
                    .formatted(
                            median(mailWaits).toMillis(),
                            median(mailRuns).toMillis(),
                            median(photoWaits).toMillis(),
                            median(photoRuns).toMillis());
        }
    }
}
