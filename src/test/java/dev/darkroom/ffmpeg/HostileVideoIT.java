package dev.darkroom.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.ffmpeg.ClipTranscoder.Transcoded;
import dev.darkroom.ffmpeg.Transcoder.Damaged;
import dev.darkroom.media.UploadType.UploadRejected;
import dev.darkroom.testing.Pictures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A hostile or damaged file is refused, or its work ends, in bounded time and memory. The table of results is written to
 * {@code target/videos-hostile.md}.
 */
@Tag("processes")
class HostileVideoIT {

    private static final long SEED = Long.getLong("seed", 20);
    private static final Duration SEGMENT = Duration.ofSeconds(5);
    private static final int CUTS = 25;
    private static final int DAMAGES = 10;
    private static final double LONGEST_SECONDS = 60;
    private static final long MOST_MEGABYTES = 800;
    private static final Pattern BROKEN = Pattern.compile("damaged at second (\\d+)");

    private static final List<String> TABLE =
            new ArrayList<>(List.of("| file | answer | seconds | peak memory of a child, MB |", "|---|---|---|---|"));

    @TempDir
    Path work;

    private ClipTranscoder transcoder;

    @BeforeEach
    void create() {
        transcoder = new ClipTranscoder(work);
    }

    @AfterAll
    static void writeTable() throws IOException {
        Files.write(Path.of("target", "videos-hostile.md"), TABLE);
    }

    /** An upload has limits of its own, which {@code VideoTest} tries: the table tells of both. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            playlist.mp4            | 415: This is not an MP4 |
            concat.mp4              | 415: This is not an MP4 |
            16000x16000.mp4         | complete, 1 frames    | 422: A frame has too many pixels; without that limit:
            hour-of-one-pixel.webm  | complete, 18000 frames | 422: It is longer than 600 s; without that limit:
            thousand-a-second.mp4   | complete, 30 frames |
            forty-streams.mp4       | complete, 5 frames |
            attachment.mkv          | complete, 51 frames |
            subtitle-bomb.mkv       | complete, 30 frames |
            """)
    void a_hostile_file_is_refused_or_harmless(String name, String expected, String limit) throws Exception {
        Outcome outcome = transcode(ClipTranscoder.CLIPS.resolve("hostile").resolve(name));

        tabulate(name, (limit == null ? "" : limit + " ") + outcome.answer, List.of(outcome));
        assertThat(outcome.answer).contains(expected);
    }

    /** An argument has a name, the expected answer, the limit of an upload, and the arguments of ffmpeg that make the file. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            sound.m4a      | 415: There is no picture | | -f lavfi -i sine=440:d=1 -c:a aac -f mp4
            cover.m4a      | 415: There is no picture | | -f lavfi -i sine=440:d=1 -f lavfi -i color=red:s=64x64 -map 0 -map 1 -frames:v 1 -c:a aac -c:v mjpeg -disposition:v attached_pic -pix_fmt yuvj420p -f mp4
            sound.mp3      | 415: This is not an MP4  | | -f lavfi -i sine=440:d=1 -c:a libmp3lame -f mp3
            ten-hours.mkv  | complete, 15000 frames   | 422: It is longer than 600 s; without that limit:| -f lavfi -i testsrc2=s=64x64:r=25:d=2 -vf setpts=PTS+if(gte(N\\,25)\\,36000/TB) -fps_mode passthrough -c:v libvpx -f matroska
            """)
    void a_strange_file_is_refused_or_harmless(String name, String expected, String limit, String arguments)
            throws Exception {
        Path file = work.resolve(name);
        assertThat(transcoder
                        .run("ffmpeg", "-v error -nostdin " + arguments + " SOURCE", file)
                        .exitCode())
                .isZero();

        Outcome outcome = transcode(file);

        tabulate(name, (limit == null ? "" : limit + " ") + outcome.answer, List.of(outcome));
        assertThat(outcome.answer).contains(expected);
    }

    static Stream<Object[]> contents() throws IOException {
        byte[] clip = Files.readAllBytes(ClipTranscoder.CLIPS.resolve("h264-aac.mp4"));
        String text = new String(clip, StandardCharsets.ISO_8859_1);
        byte[] fragments = Files.readAllBytes(ClipTranscoder.CLIPS.resolve("fragmented.mp4"));
        int first = new String(fragments, StandardCharsets.ISO_8859_1).indexOf("moof") - 4;
        byte[] header = Arrays.copyOf(fragments, first);
        return Stream.of(
                new Object[] {"empty (400 as an upload)", new byte[0], "415: This is not an MP4"},
                new Object[] {
                    "four bytes", new byte[] {0x1A, 0x45, (byte) 0xDF, (byte) 0xA3}, "422: The video cannot be read"
                },
                new Object[] {"text", "A text.".repeat(99).getBytes(), "415: This is not an MP4"},
                new Object[] {"JPEG", Pictures.jpeg(64, 64), "415: This is not an MP4"},
                new Object[] {"no index", Arrays.copyOf(clip, clip.length / 2), "422: The video cannot be read"},
                new Object[] {"only ftyp", Arrays.copyOf(clip, 32), "422: The video cannot be read"},
                new Object[] {
                    "index of 2 GB", patched(text, "....moov", "\u007f\u00ff\u00ff\u00ffmoov"), "complete, 50 frames"
                },
                new Object[] {
                    "unknown picture",
                    patched(text, "avc1(?=\0\0\0\0\0\0\0\1)", "xyz1"),
                    "422: The video cannot be read: its codec is unknown."
                },
                new Object[] {"no dimensions", patched(text, "\0\240\0`\0H", "\0\0\0\0\0H"), "complete, 50 frames"},
                new Object[] {"no frames", header, "fails: the video is damaged at second 0"});
    }

    private static byte[] patched(String file, String pattern, String with) {
        return file.replaceFirst("(?s)" + pattern, Matcher.quoteReplacement(with))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @MethodSource("contents")
    void a_file_with_a_broken_header_is_refused_or_harmless(String name, byte[] content, String expected)
            throws Exception {
        Outcome outcome = transcode(Files.write(work.resolve("content"), content));

        tabulate(name, outcome.answer, List.of(outcome));
        assertThat(outcome.answer).contains(expected);
    }

    /** The second line of defence, after the first bytes. */
    @ParameterizedTest
    @ValueSource(strings = {"playlist.mp4", "concat.mp4"})
    void the_programs_open_no_list_of_other_files(String name) throws Exception {
        Files.copy(ClipTranscoder.CLIPS.resolve("h264-aac.mp4"), work.resolve("h264-aac.mp4"));
        Path list = Files.copy(ClipTranscoder.CLIPS.resolve("hostile").resolve(name), work.resolve("list.m3u8"));

        assertThat(transcoder.probe(list).text("streams.stream.0.codec_name"))
                .as("open to others")
                .isNotEmpty();
        assertThatThrownBy(() -> transcoder.transcodeUnchecked(list)).isInstanceOf(Damaged.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"h264-aac.mp4", "fragmented.mp4", "h264.mkv", "browser.webm", "mpeg4-mp3.avi"})
    void a_file_that_is_cut_off_is_refused_or_fails_at_its_end(String name) throws Exception {
        byte[] whole = Files.readAllBytes(moovFirst(name));
        Outcome good = transcode(moovFirst(name));
        List<Outcome> outcomes = new ArrayList<>();
        for (int cut = 1; cut <= CUTS; cut++) {
            byte[] begin = Arrays.copyOf(whole, whole.length * cut / (CUTS + 1));
            outcomes.add(transcode(Files.write(work.resolve("cut"), begin)));
        }

        tabulate(name + " cut off at " + CUTS + " places", summary(outcomes), outcomes);
        assertThat(outcomes)
                .as("none is incomplete")
                .noneMatch(each -> each.answer.startsWith("complete") && !each.answer.equals(good.answer));
        assertThat(outcomes.stream().flatMap(each -> each.second().stream())).isSorted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"h264-aac.mp4", "h264.mkv", "vp8-vorbis.webm", "mpeg4-mp3.avi", "hevc.mov"})
    void random_damage_is_refused_or_fails_or_is_invisible(String name) throws Exception {
        byte[] whole = Files.readAllBytes(moovFirst(name));
        List<Outcome> outcomes = new ArrayList<>();
        for (int run = 0; run < DAMAGES; run++) {
            Random random = new Random(SEED + run);
            byte[] damaged = whole.clone();
            int part = run % 2 == 0 ? damaged.length : Math.min(damaged.length, 4000);
            for (int number = random.nextInt(1, 200); number > 0; number--) {
                damaged[random.nextInt(part)] = (byte) random.nextInt();
            }
            outcomes.add(transcode(Files.write(work.resolve("damaged"), damaged)));
        }

        tabulate("%s damaged at random, %d times, seed %d".formatted(name, DAMAGES, SEED), summary(outcomes), outcomes);
        assertThat(outcomes).noneMatch(each -> each.answer.contains("in its segments"));
    }

    private Path moovFirst(String name) throws Exception {
        Path clip = ClipTranscoder.CLIPS.resolve(name);
        if (!name.matches("(h264|hevc).*(mp4|mov)")) {
            return clip;
        }
        Path file = work.resolve("first-" + name);
        Files.deleteIfExists(file);
        Files.copy(clip, work.resolve("clip"), StandardCopyOption.REPLACE_EXISTING);
        transcoder.run("ffmpeg", "-v error -nostdin -i clip -c copy -movflags +faststart SOURCE", file);
        return file;
    }

    private static String summary(List<Outcome> outcomes) {
        return outcomes.stream()
                .collect(Collectors.groupingBy(
                        each -> each.answer
                                .replaceAll("at second .*", "at second …")
                                .replaceAll("\\(.*", ""),
                        TreeMap::new,
                        Collectors.counting()))
                .entrySet()
                .stream()
                .map(entry -> entry.getValue() + " × " + entry.getKey())
                .collect(Collectors.joining("<br>"));
    }

    private static void tabulate(String name, String answer, List<Outcome> outcomes) {
        double seconds = outcomes.stream().mapToDouble(Outcome::seconds).max().orElseThrow();
        long megabytes = outcomes.stream().mapToLong(Outcome::megabytes).max().orElseThrow();
        TABLE.add(String.format(Locale.ROOT, "| %s | %s | %.1f | %d |", name, answer, seconds, megabytes));
        assertThat(seconds).isLessThan(LONGEST_SECONDS);
        assertThat(megabytes).isLessThan(MOST_MEGABYTES);
        assertThat(outcomes).noneMatch(each -> each.answer.startsWith("!"));
    }

    /** The answer begins with the status of a refusal, or tells how the run ended; an error of another kind begins with "!". */
    private record Outcome(String answer, double seconds, long megabytes) {

        List<Integer> second() {
            Matcher broken = BROKEN.matcher(answer);
            return broken.find() ? List.of(Integer.valueOf(broken.group(1))) : List.of();
        }
    }

    private Outcome transcode(Path file) throws Exception {
        long begun = System.nanoTime();
        try (PeakMemory memory = new PeakMemory(work)) {
            String answer = answer(file);
            return new Outcome(answer, (System.nanoTime() - begun) / 1e9, memory.megabytes());
        }
    }

    private String answer(Path file) throws IOException, InterruptedException {
        try {
            Transcoded made = transcoder.transcode(file, SEGMENT);
            return "complete, %d frames%s".formatted(made.frames(), made.hasSound() ? "" : ", silent");
        } catch (UploadRejected e) {
            return e.status() + ": " + e.getMessage();
        } catch (Damaged e) {
            return "fails: " + e.getMessage();
        } catch (RuntimeException e) {
            return "! " + e;
        }
    }

    /** The most memory that a child with files in this folder has had, as Linux tells it; 0 elsewhere. */
    private static final class PeakMemory implements AutoCloseable {

        private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");

        private final String folder;
        private final Thread sampler = new Thread(this::sample);
        private volatile long kilobytes;

        PeakMemory(Path folder) {
            this.folder = folder.toString();
            sampler.setDaemon(true);
            sampler.start();
        }

        private void sample() {
            try {
                while (true) {
                    ProcessHandle.current().descendants().forEach(this::read);
                    Thread.sleep(50);
                }
            } catch (InterruptedException e) {
                // It is closed.
            }
        }

        private void read(ProcessHandle child) {
            boolean isOurs = child.info()
                            .command()
                            .filter(command -> command.contains("/ff"))
                            .isPresent()
                    && child.info().arguments().map(Arrays::asList).orElse(List.of()).stream()
                            .anyMatch(one -> one.startsWith(folder));
            try {
                Matcher peak = PEAK.matcher(
                        isOurs ? Files.readString(Path.of("/proc", Long.toString(child.pid()), "status")) : "");
                kilobytes = Math.max(kilobytes, peak.find() ? Long.parseLong(peak.group(1)) : 0);
            } catch (IOException e) {
                // It has ended.
            }
        }

        long megabytes() {
            return kilobytes / 1024;
        }

        @Override
        public void close() {
            sampler.interrupt();
        }
    }
}
