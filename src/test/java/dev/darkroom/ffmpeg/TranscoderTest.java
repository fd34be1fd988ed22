package dev.darkroom.ffmpeg;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    @Test
    void two_interruptions_neither_lose_nor_double_a_frame() throws Exception {
        ResumedSegmentsIT.assertSameFrames("variable.mkv", work);
    }
}
