package dev.darkroom.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One short clip of {@link VideoFormatsIT}, and one of {@link ResumedSegmentsIT}. */
class TranscoderTest {

    @TempDir
    Path work;

    @Test
    void a_video_of_a_phone_becomes_one_that_every_browser_plays() throws Exception {
        String line = VideoFormatsIT.clips()
                .filter(clip -> clip.startsWith("phone.mov"))
                .findFirst()
                .orElseThrow();

        VideoFormatsIT.check(line, ClipTranscoder.CLIPS, work);
    }

    /** Irregular times have no rate: ffprobe may report their resolution, such as 1000 or 90000 in a second. */
    @ParameterizedTest
    @CsvSource({
        "24000/1001, 24000/1001",
        "5/1, 5/1",
        "30/1, 30/1",
        "50/1, 50/2",
        "60000/1001, 60000/2002",
        "120/1, 120/4",
        "240/1, 30/1",
        "40/1, 30/1",
        "1/2, 30/1",
        "1000/1, 30/1",
        "48000/1, 30/1",
        "90000/1, 30/1",
        "0/0, 30/1"
    })
    void a_result_has_the_rate_of_its_source_up_to_thirty_frames_a_second(String source, String result) {
        assertThat(FrameRate.of(source)).hasToString(result);
    }

    @Test
    void two_interruptions_neither_lose_nor_double_a_frame() throws Exception {
        ResumedSegmentsIT.assertSameFrames("variable.mkv", work);
    }
}
