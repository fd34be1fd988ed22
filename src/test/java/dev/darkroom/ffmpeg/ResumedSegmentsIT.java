package dev.darkroom.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.ffmpeg.ClipTranscoder.Transcoded;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A video whose runs are cut off has the same frames as one that is made in a single run. */
@Tag("processes")
class ResumedSegmentsIT {

    private static final Duration SEGMENT = Duration.ofMillis(500);

    @TempDir
    Path work;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "open-gop.mp4",
                "fragmented.mp4",
                "cuts.mp4",
                "h264.mkv",
                "hevc.mov",
                "interlaced.mkv",
                "late.mkv",
                "mpeg4-mp3.avi",
                "mjpeg-mp3.avi",
                "ntsc.mp4",
                "ntsc.mkv",
                "sixty-ntsc.mkv",
                "variable.mp4",
                "variable.mkv",
                "gap.mp4",
                "gap.webm",
                "browser.webm",
                "screen.webm"
            })
    void two_interruptions_neither_lose_nor_double_a_frame(String name) throws Exception {
        assertSameFrames(name, work);
    }

    static void assertSameFrames(String name, Path work) throws Exception {
        ClipTranscoder transcoder = new ClipTranscoder(work);
        Path clip = ClipTranscoder.CLIPS.resolve(name);
        Transcoded whole = transcoder.transcode(clip, SEGMENT);
        int segments = whole.segments().size();
        int length = whole.source().length();

        Transcoded resumed = transcoder.transcode(clip, SEGMENT, (segments + 1) / 3, segments - 1);

        assertThat(whole.segments().subList(0, segments - 1)).containsOnly(length);
        assertThat(whole.segments().get(segments - 1)).isBetween(1, length);
        assertThat(resumed.segments()).isEqualTo(whole.segments());
        List<Integer> shown = transcoder.shown(whole.video(), "");
        assertThat(shown).hasSize(whole.frames());
        assertThat(transcoder.shown(resumed.video(), "")).isEqualTo(shown);
        assertThat(transcoder.times(resumed.video()))
                .isEqualTo(transcoder.times(whole.video()))
                .hasSize(shown.size());
    }

    @Test
    void the_last_segment_may_have_one_frame() throws Exception {
        ClipTranscoder transcoder = new ClipTranscoder(work);
        Path clip = ClipTranscoder.CLIPS.resolve("one-frame-more.mp4");

        Transcoded resumed = transcoder.transcode(clip, Duration.ofSeconds(5), 1);

        assertThat(resumed.segments()).containsExactly(125, 1);
        assertThat(transcoder.shown(resumed.video(), "")).hasSize(126).endsWith(123, 124, 125);
    }
}
