package dev.darkroom.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.darkroom.ffmpeg.ChildPrograms.Result;
import dev.darkroom.ffmpeg.ClipTranscoder.Transcoded;
import dev.darkroom.testing.Pictures;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each kind of video comes out as one that every browser plays. A line of {@code videos/expect.tsv} names a clip, and the size,
 * rate, number of frames and sound of the result. Further fields are the source's frames that the first, the middle and the last
 * frame show, and a filter that turns the bar with these numbers to the bottom. The table of results is written to
 * {@code target/videos-formats.md}.
 */
@Tag("processes")
class VideoFormatsIT {

    private static final Duration SEGMENT = Duration.ofSeconds(5);
    private static final int DARK = 25;

    /** Those that every MP4 file has. */
    private static final Set<String> TAGS =
            Set.of("major_brand", "minor_version", "compatible_brands", "language", "handler_name", "vendor_id");

    private static final List<String> TABLE = new ArrayList<>(List.of(
            "| clip | source | result | frames | seconds | sound | shows frames |", "|---|---|---|---|---|---|---|"));

    @TempDir
    static Path work;

    static Stream<String> clips() throws IOException {
        return Files.readAllLines(ClipTranscoder.CLIPS.resolve("expect.tsv")).stream();
    }

    @AfterAll
    static void writeTable() throws IOException {
        Files.write(Path.of("target", "videos-formats.md"), TABLE);
    }

    @ParameterizedTest
    @MethodSource("clips")
    void a_clip_becomes_a_video_that_every_browser_plays(String line) throws Exception {
        TABLE.add(check(line, ClipTranscoder.CLIPS, work));
    }

    @Test
    void a_large_video_is_scaled_down() throws Exception {
        new ClipTranscoder(work)
                .run(
                        "ffmpeg",
                        "-v error -nostdin -f lavfi -i testsrc2=s=1280x720:r=30:d=2 -c:v libopenh264 -y SOURCE",
                        work.resolve("720p.mp4"));

        TABLE.add(check("720p.mp4\t854x480\t30/1\t60\tnone", work, work));
    }

    /** Returns a row of the table. */
    static String check(String line, Path clips, Path work) throws Exception {
        String[] expected = line.split("\t");
        ClipTranscoder transcoder = new ClipTranscoder(work);
        Transcoded made = transcoder.transcode(clips.resolve(expected[0]), SEGMENT);
        Result found = transcoder.probe(made.video());
        List<Integer> shown = transcoder.shown(made.video(), expected.length > 6 ? expected[6] + "," : "");

        assertPicture(found, expected);
        assertThat(sound(found, made)).isEqualTo(expected[4]);
        assertThat(tags(found)).isSubsetOf(TAGS);
        assertThat(boxes(made.video())).containsSubsequence("ftyp", "moov", "mdat");
        assertThat(made.frames()).isEqualTo(shown.size()).isEqualTo(Integer.parseInt(expected[3]));
        assertPoster(made.poster(), expected[1]);
        if (expected.length > 5) {
            assertThat(ends(shown)).isEqualTo(expected[5]);
        }
        return row(expected[0], transcoder.probe(clips.resolve(expected[0])), found, made, shown);
    }

    private static void assertPicture(Result found, String[] expected) {
        assertThat(value(found, "codec_name")).isEqualTo("h264");
        assertThat(value(found, "pix_fmt")).isEqualTo("yuv420p");
        assertThat(value(found, "width") + "x" + value(found, "height")).isEqualTo(expected[1]);
        assertThat(value(found, "sample_aspect_ratio")).isEqualTo("1:1");
        assertThat(value(found, "color_range")).isIn("", "tv", "unknown");
        assertThat(value(found, "color_transfer")).isNotIn("smpte2084", "arib-std-b67");
        assertThat(found.values().keySet()).noneMatch(key -> key.contains("rotation"));
        assertThat(value(found, "r_frame_rate")).isEqualTo(expected[2]);
        assertThat(value(found, "nb_frames")).isEqualTo(expected[3]);
        String[] rate = expected[2].split("/");
        double seconds = Double.parseDouble(expected[3]) * Double.parseDouble(rate[1]) / Double.parseDouble(rate[0]);
        assertThat(Double.parseDouble(value(found, "duration"))).isCloseTo(seconds, within(0.002));
        assertThat(Double.parseDouble(found.text("format.duration"))).isCloseTo(seconds, within(0.1));
    }

    private static String value(Result found, String name) {
        return found.text("streams.stream.0." + name);
    }

    private static String sound(Result found, Transcoded made) {
        return !made.hasSound() ? "warning" : found.values().getOrDefault("streams.stream.1.codec_name", "none");
    }

    private static Set<String> tags(Result found) {
        return found.values().keySet().stream()
                .filter(key -> key.contains(".tags."))
                .map(key -> key.replaceFirst(".*\\.tags\\.", ""))
                .collect(Collectors.toSet());
    }

    /** The names of the outermost boxes of an MP4 file. */
    private static List<String> boxes(Path video) throws IOException {
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(video));
        List<String> names = new ArrayList<>();
        for (int at = 0; at < file.limit(); at += file.getInt(at)) {
            names.add(new String(file.array(), at + 4, 4, StandardCharsets.US_ASCII));
        }
        return names;
    }

    private static void assertPoster(Path poster, String size) throws IOException {
        BufferedImage picture = Pictures.decode(Files.readAllBytes(poster));
        assertThat(picture.getWidth() + "x" + picture.getHeight()).isEqualTo(size);
        long sum = 0;
        for (int pixel : picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth())) {
            sum += pixel >> 8 & 0xFF;
        }
        assertThat(sum / picture.getWidth() / picture.getHeight())
                .as("mean green")
                .isGreaterThan(DARK);
    }

    private static String ends(List<Integer> shown) {
        int last = shown.size() - 1;
        return "%d %d %d".formatted(shown.get(0), shown.get(last / 2), shown.get(last));
    }

    private static String row(String name, Result clip, Result found, Transcoded made, List<Integer> shown) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %d | %.3f | %s | %s |",
                name,
                description(clip),
                description(found),
                shown.size(),
                Double.parseDouble(value(found, "duration")),
                sound(found, made),
                ends(shown));
    }

    private static String description(Result found) {
        String pixels = value(found, "sample_aspect_ratio");
        String turned = found.values().entrySet().stream()
                .filter(value -> value.getKey().endsWith("rotation"))
                .map(value -> ", turned by " + value.getValue())
                .findFirst()
                .orElse("");
        return "%s %s %s, %s×%s%s, %s/s%s"
                .formatted(
                        value(found, "codec_name"),
                        value(found, "pix_fmt"),
                        value(found, "color_transfer").replace("unknown", ""),
                        value(found, "width"),
                        value(found, "height"),
                        pixels.matches("|1:1|0:1") ? "" : " with pixels of " + pixels,
                        value(found, "r_frame_rate"),
                        turned)
                .replace(" ,", ",");
    }
}
