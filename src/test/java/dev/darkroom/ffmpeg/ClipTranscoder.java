package dev.darkroom.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.ffmpeg.ChildPrograms.Result;
import dev.darkroom.ffmpeg.ChildPrograms.Turn;
import dev.darkroom.ffmpeg.Transcoder.Source;
import dev.darkroom.testing.TestServices;
import dev.darkroom.web.SimulatedDelays;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Transcodes the clips of the tests as the job does, and reads what comes out. */
final class ClipTranscoder {

    static final Path CLIPS = Path.of("src", "test", "resources", "videos");
    static final Duration LONGEST = Duration.ofMinutes(10);

    /** One for all classes: two at a time would unpack them twice. */
    private static final FfmpegPrograms PROGRAMS = new FfmpegPrograms(TestServices.PROGRAMS);

    private static final int BITS = 16;

    final ChildPrograms children;
    private final Transcoder transcoder;
    private final Path work;

    ClipTranscoder(Path work) {
        this.children = new ChildPrograms(PROGRAMS, work);
        this.transcoder = new Transcoder(children, PROGRAMS, new NoDelays());
        this.work = work;
    }

    /** @param segments the number of frames of each */
    record Transcoded(Source source, Path video, Path poster, List<Integer> segments, boolean hasSound) {

        int frames() {
            return segments.stream().mapToInt(Integer::intValue).sum();
        }
    }

    Transcoded transcode(Path clip, Duration segment, int... seams) throws IOException, InterruptedException {
        return transcode(clip, segment, () -> {}, seams);
    }

    /** At each seam, a run is cut off, and another one goes on with the segment of that number. */
    Transcoded transcode(Path clip, Duration segment, Turn turn, int... seams)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(Files.createDirectories(work), "video");
        Source source = transcoder.source(Files.copy(clip, folder.resolve("original")), "hash", segment, LONGEST);
        List<Integer> segments = new ArrayList<>();
        List<String> entries = new ArrayList<>();
        Path run = folder;
        for (int next = 0; next <= seams.length; next++) {
            run = Files.createDirectory(folder.resolve("run-" + next));
            int end = next < seams.length ? seams[next] : Integer.MAX_VALUE;
            long encoded = transcoder.encode(source, segments.size(), run, turn);
            int first = segments.size();
            while (segments.size() < end && Files.exists(Transcoder.part(run, segments.size()))) {
                Path part = Transcoder.part(run, segments.size());
                int frames = transcoder.countFrames(part);
                entries.add("file ../%s/%s%nduration %dus"
                        .formatted(run.getFileName(), part.getFileName(), micros(source, segments.size(), frames)));
                segments.add(frames);
            }
            if (next == seams.length) {
                assertThat(segments.subList(first, segments.size()).stream()
                                .mapToInt(Integer::intValue)
                                .sum())
                        .isEqualTo((int) encoded);
            }
        }
        return join(source, segments, Files.write(run.resolve("join.txt"), entries), micros(source, 0, sum(segments)));
    }

    /** Encodes a file without reading its header. */
    void transcodeUnchecked(Path file) throws IOException, InterruptedException {
        VideoHeader header = new VideoHeader(160, 96, 15_360, 2000L, new FrameRate(25, 1), Optional.empty());
        transcoder.encode(new Source(file, header, 25, 250, ""), 0, work, () -> {});
    }

    private static int sum(List<Integer> segments) {
        return segments.stream().mapToInt(Integer::intValue).sum();
    }

    private Transcoded join(Source source, List<Integer> segments, Path list, long micros)
            throws IOException, InterruptedException {
        Path video = list.resolveSibling("joined.mp4");
        boolean hasSound = transcoder.join(source, list, micros, video);
        Path poster = list.resolveSibling("poster.jpg");
        transcoder.poster(video, micros / 2, poster);
        return new Transcoded(source, video, poster, segments, hasSound);
    }

    private static long micros(Source source, int number, int frames) {
        FrameRate rate = source.header().rate();
        long first = (long) number * source.length();
        return rate.micros(first + frames) - rate.micros(first);
    }

    /** The answer of ffprobe about a file; its streams are those of pictures and sound. */
    Result probe(Path file) throws IOException, InterruptedException {
        return run("ffprobe", "-v error -of flat -show_streams -show_format SOURCE", file);
    }

    /**
     * The number of the source's frame that each frame shows in the bar along its bottom eighth.
     *
     * @param upright a filter that turns the bar to the bottom, or an empty text
     */
    List<Integer> shown(Path video, String upright) throws IOException, InterruptedException {
        Files.deleteIfExists(work.resolve("bars"));
        Result read = run(
                "ffmpeg",
                "-v error -nostdin -i SOURCE -map 0:V:0 -fps_mode passthrough -vf " + upright
                        + "crop=iw:ih/8:0:ih*7/8,scale=16:1:flags=area,format=gray -f rawvideo bars",
                video);
        assertThat(read.exitCode()).as(read.text("error")).isZero();
        byte[] squares = Files.readAllBytes(work.resolve("bars"));
        List<Integer> numbers = new ArrayList<>();
        for (int at = 0; at < squares.length; at += BITS) {
            int number = 0;
            for (int bit = 0; bit < BITS; bit++) {
                number |= (squares[at + bit] & 0xFF) > 127 ? 1 << bit : 0;
            }
            numbers.add(number);
        }
        return numbers;
    }

    /** The times of the frames, as text. */
    List<String> times(Path video) throws IOException, InterruptedException {
        run("ffprobe", "-v error -select_streams v -show_entries packet=pts -of csv=p=0 -o times SOURCE", video);
        return Files.readAllLines(work.resolve("times"));
    }

    /** Runs a program of ffmpeg in the folder of this test. */
    Result run(String program, String command, Path source) throws IOException, InterruptedException {
        return children.run(work, () -> {}, program, Transcoder.words(command, Map.of(), source));
    }

    private static final class NoDelays implements SimulatedDelays {

        @Override
        public Duration smtpDelay() {
            return Duration.ZERO;
        }

        @Override
        public Duration gatewayDelay() {
            return Duration.ZERO;
        }

        @Override
        public Duration resizeDelay() {
            return Duration.ZERO;
        }

        @Override
        public Duration transcodeDelay() {
            return Duration.ZERO;
        }
    }
}
