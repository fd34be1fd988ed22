package dev.darkroom.ffmpeg;

import static java.util.Map.entry;

import dev.darkroom.ffmpeg.ChildPrograms.Result;
import dev.darkroom.ffmpeg.ChildPrograms.Turn;
import dev.darkroom.jobs.Failure;
import dev.darkroom.web.SimulatedDelays;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The commands of ffmpeg that make a video's segments, and the results from them. */
@ApplicationScoped
public class Transcoder {

    private static final String FFMPEG = "-v error -nostdin -nostats -progress pipe:1 ";

    /** Decoding begins before the seam and drops those frames: the frame on the screen at the seam may be older. */
    private static final String ENCODE =
            """
            -xerror -threads 2 -reinit_filter 0 -readrate {speed} -noaccurate_seek {seek} {containers} -i SOURCE
            -map 0:V:0 -an -vf {frames},scale={size}:out_range=tv,{sdr}setsar=1,format=yuv420p
            -c:v libopenh264 -threads 2 -profile:v high -b:v 2000k -qmin 20 -qmax 42 -force_key_frames expr:eq(mod(n,{length}),0)
            -f segment -segment_format mp4 -segment_time {time}us -segment_time_delta {delta}us
            -segment_start_number {first} %05d.part
            -map 0:V:0 -an -vf {frames},select='not(mod(n,{length}))',scale={still},{sdr}setsar=1,{jpeg}
            -fps_mode passthrough -start_number {first} %05d.jpg"""
                    .replace(
                            "{frames}",
                            "fps={rate}:start_time=0,trim=start_frame={dropped}:end_frame={end},setpts=PTS-STARTPTS");

    /** The sound is that of the source, and as long as the picture. */
    private static final String JOIN =
            """
            -f concat -safe 0 -i {list} -vn -t {time}us {containers} -i SOURCE -map 0:v {sound}
            -c:v copy -af aformat=channel_layouts=mono|stereo -c:a aac -aac_coder fast -b:a 128k
            -map_metadata -1 -map_chapters -1 -fflags +bitexact -flags:a +bitexact -movflags +faststart {result}""";

    private static final String POSTER = "-t 60 -i SOURCE -vf"
            + " signalstats,metadata=select:key=lavfi.signalstats.YAVG:value=40:function=greater,{jpeg}"
            + " -frames:v 1 -update 1 {result}";
    private static final String DARK_POSTER = "-ss {time}us -i SOURCE -vf {jpeg} -frames:v 1 -update 1 {result}";
    private static final String COUNT =
            "-v error -count_packets -select_streams v:0 -show_entries stream=nb_read_packets -of flat SOURCE";

    private static final String JPEG = "scale=out_range=full,format=yuvj420p";
    private static final String TO_SDR = "setparams=color_primaries=bt2020:colorspace=bt2020nc:color_trc=%s,"
            + "zscale=t=linear:npl=160,format=gbrpf32le,zscale=p=bt709,tonemap=mobius:desat=0,"
            + "zscale=t=bt709:m=bt709:r=tv,";

    /** ffmpeg's exit codes for a signal, a missing file, a full disk, too little memory, and a disk that fails. */
    private static final Set<Integer> NOT_THE_FILE = Set.of(255, 254, 228, 244, 245, 251);

    /** ffmpeg says so, and ends with 0. */
    private static final Pattern ENDS_EARLY = Pattern.compile("File ended prematurely|partial file");

    private final ChildPrograms children;
    private final FfmpegPrograms programs;
    private final SimulatedDelays delays;

    Transcoder(ChildPrograms children, FfmpegPrograms programs, SimulatedDelays delays) {
        this.children = children;
        this.programs = programs;
        this.delays = delays;
    }

    /** Ends the children of earlier runs on this machine, and reads the header again. */
    public Source source(Path original, String contentHash, Duration segment, Duration longest)
            throws IOException, InterruptedException {
        children.endIn(original.getParent());
        VideoHeader header = VideoHeader.read(original, children);
        int length = header.rate().count(segment.toMillis());
        String fingerprint =
                "%s %s %s %d %s".formatted(contentHash, header.rate(), header.fit(480), length, programs.version());
        return new Source(original, header, length, header.rate().count(longest.toMillis()), fingerprint);
    }

    /** Encodes all segments from this one on, and a small picture of the first frame of each. Returns the number of frames. */
    public long encode(Source source, int first, Path folder, Turn turn) throws IOException, InterruptedException {
        FrameRate rate = source.header().rate();
        int dropped = first == 0 ? 0 : source.length();
        int begin = first * source.length() - dropped;
        Map<String, Object> values = Map.ofEntries(
                entry("speed", speed(source)),
                entry("seek", begin == 0 ? "" : "-ss " + rate.micros(begin) + "us"),
                entry("rate", rate),
                entry("dropped", dropped),
                entry("end", source.longest() - begin),
                entry("sdr", source.header().hdr().map(TO_SDR::formatted).orElse("")),
                entry("size", source.header().fit(480)),
                entry("still", source.header().fit(160)),
                entry("length", source.length()),
                entry("time", rate.micros(source.length())),
                entry("delta", rate.micros(1) / 3),
                entry("jpeg", JPEG),
                entry("first", first));
        Result result = children.run(folder, turn, "ffmpeg", words(FFMPEG + ENCODE, values, source.original()));
        long frames = result.number("frame").orElse(0L);
        check(result, "at second %d".formatted(rate.micros(begin + dropped + frames) / 1_000_000));
        if (first == 0 && frames == 0) {
            throw new Damaged("the video has no frame that can be decoded");
        }
        return frames;
    }

    /**
     * The file in which a segment is encoded. It is whole once ffmpeg has opened the next one, or has succeeded: with a full
     * disk, it closes a file that is cut off, and then fails.
     */
    public static Path part(Path folder, int number) {
        return folder.resolve("%05d.part".formatted(number));
    }

    /**
     * Joins the listed segments without encoding them again, and encodes the sound of the source. Returns false if the sound
     * is there, but cannot be decoded.
     */
    public boolean join(Source source, Path list, long micros, Path result) throws IOException, InterruptedException {
        Map<String, Object> values = Map.of("list", list.getFileName(), "time", micros, "result", result.getFileName());
        Result joined = run(JOIN.replace("{sound}", "-map 1:a:0?"), values, list.getParent(), source.original());
        if (joined.exitCode() == 0 || isStopped(joined)) {
            check(joined, "at second %d".formatted(micros / 1_000_000));
            return true;
        }
        Files.deleteIfExists(result);
        check(run(JOIN.replace("{sound}", ""), values, list.getParent(), source.original()), "in its segments");
        return false;
    }

    /** Takes the first frame of the first minute that is not dark, or else the frame at this time. */
    public void poster(Path video, long micros, Path result) throws IOException, InterruptedException {
        Map<String, Object> values = Map.of("result", result.getFileName(), "time", micros, "jpeg", JPEG);
        run(POSTER, values, video.getParent(), video);
        if (Files.notExists(result)) {
            check(run(DARK_POSTER, values, video.getParent(), video), "in its middle");
        }
    }

    public int countFrames(Path video) throws IOException, InterruptedException {
        return children.run(video.getParent(), () -> {}, "ffprobe", words(COUNT, Map.of(), video))
                .number("streams.stream.0.nb_read_packets")
                .orElse(0L)
                .intValue();
    }

    /** How many times faster than in real time the source is read at most; 0 for no limit. */
    private String speed(Source source) {
        Duration delay = delays.transcodeDelay();
        double speed = delay.isZero() ? 0 : source.header().rate().micros(source.length()) / 1e3 / delay.toMillis();
        return String.format(Locale.ROOT, "%.3f", speed);
    }

    private Result run(String command, Map<String, Object> values, Path folder, Path source)
            throws IOException, InterruptedException {
        return children.run(folder, () -> {}, "ffmpeg", words(FFMPEG + command, values, source));
    }

    /** Throws if the program has failed, or the file has ended early, which is no failure for ffmpeg. */
    private static void check(Result result, String place) {
        String[] lines = result.text("error").split("\n");
        String reason = lines[lines.length - 1].replaceFirst("^(\\[[^]]*] )+", "");
        if (isStopped(result)) {
            throw new Stopped("ffmpeg ended with %d: %s".formatted(result.exitCode(), reason));
        }
        if (result.exitCode() != 0 || ENDS_EARLY.matcher(result.text("error")).find()) {
            throw new Damaged("the video is damaged %s (%s)".formatted(place, reason));
        }
    }

    private static boolean isStopped(Result result) {
        int code = result.exitCode();
        return NOT_THE_FILE.contains(code) || code > 128 && code < 160;
    }

    /** Splits a command at its blanks. SOURCE stands for the path, which may have blanks. */
    static List<String> words(String command, Map<String, ?> values, Path source) {
        String filled = command.replace("{containers}", VideoHeader.ONLY_VIDEOS);
        for (Map.Entry<String, ?> value : values.entrySet()) {
            filled = filled.replace("{" + value.getKey() + "}", value.getValue().toString());
        }
        return Stream.of(filled.split("\\s+"))
                .map(word -> word.equals("SOURCE") ? source.toAbsolutePath().toString() : word)
                .toList();
    }

    /**
     * A video to transcode.
     *
     * @param length the frames of each segment but the last
     * @param longest the frames of the longest video; the rest is cut off
     * @param fingerprint a segment with another one does not fit
     */
    public record Source(Path original, VideoHeader header, int length, int longest, String fingerprint) {

        /** The flaw of a result with so many frames, or null. */
        public String warning(int frames, boolean hasSound) {
            long millis = header.rate().micros(frames) / 1000;
            Long expected = header.durationMs();
            if (!hasSound) {
                return "The sound cannot be decoded: the video is silent.";
            }
            if (expected == null) {
                return frames < longest ? null : "The video is cut off at %d s.".formatted(millis / 1000);
            }
            String ends =
                    String.format(Locale.ROOT, "The picture ends after %.1f of %.1f s.", millis / 1e3, expected / 1e3);
            return millis + 500 < expected ? ends : null;
        }

        public int segments() {
            return header.segments(length);
        }
    }

    /** A retry cannot help: the file is damaged. */
    public static class Damaged extends Failure.Permanent {
        Damaged(String message) {
            super(message);
        }
    }

    /** The file is not to blame. */
    public static class Stopped extends Failure.Transient {
        public Stopped(String message) {
            super(message, null);
        }
    }
}
