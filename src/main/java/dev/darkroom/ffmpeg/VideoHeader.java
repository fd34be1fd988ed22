package dev.darkroom.ffmpeg;

import dev.darkroom.ffmpeg.ChildPrograms.Result;
import dev.darkroom.media.UploadType.UploadRejected;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The header of a video.
 *
 * @param width of an upright frame with square pixels
 * @param pixels of a frame as it is encoded
 * @param durationMs null if it is unknown, as in recordings of browsers
 * @param hdr the transfer function of its colours if they have a high dynamic range
 */
public record VideoHeader(int width, int height, long pixels, Long durationMs, FrameRate rate, Optional<String> hdr) {

    /** The containers that ffmpeg may open. Another one, such as a playlist, could name files of other visitors. */
    static final String ONLY_VIDEOS = "-format_whitelist mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi";

    /** The first bytes of MP4, MOV and their relatives, of Matroska and WebM, and of AVI. */
    private static final Pattern CONTAINER =
            Pattern.compile("(?s)....(ftyp|moov|mdat|wide|free|skip|pnot).*|\u001aE\u00df\u00a3.*|RIFF....AVI .*");

    private static final String PROBE = "-v error " + ONLY_VIDEOS + " -select_streams V:0 -of flat -show_entries"
            + " stream=codec_name,width,height,sample_aspect_ratio,r_frame_rate,color_transfer"
            + ":stream_side_data=rotation:format=format_name,start_time,duration SOURCE";
    private static final String STREAM = "streams.stream.0.";
    private static final Set<String> HDR = Set.of("smpte2084", "arib-std-b67");

    /** The exit code of the shell. */
    private static final int CANNOT_RUN = 126;

    private static final Duration LONGEST_PROBE = Duration.ofSeconds(10);

    /** Throws {@link UploadRejected} if this is not a video, or cannot be read. */
    public static VideoHeader read(Path file, ChildPrograms children) throws IOException, InterruptedException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(12);
            String begin = new String(bytes, StandardCharsets.ISO_8859_1);
            if (!CONTAINER.matcher(begin).matches()) {
                throw new UploadRejected(415, "This is not an MP4, MOV, M4V, 3GP, WebM, MKV or AVI video.");
            }
            boolean isAvi = begin.startsWith("RIFF");
            if (isAvi && ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(4) > Files.size(file)) {
                throw new UploadRejected(422, "The video is cut off: its end is missing.");
            }
        }
        long end = System.nanoTime() + LONGEST_PROBE.toNanos();
        Result found = children.run(
                file.getParent(), () -> checkTime(end), "ffprobe", Transcoder.words(PROBE, Map.of(), file));
        if (found.exitCode() == CANNOT_RUN) {
            throw new IOException("programs cannot run in darkroom.home");
        }
        if (found.exitCode() != 0) {
            throw new UploadRejected(422, "The video cannot be read: its index is missing or damaged.");
        }
        return of(found);
    }

    private static void checkTime(long end) {
        if (System.nanoTime() > end) {
            throw new UploadRejected(422, "The video's header cannot be read within %d s.", LONGEST_PROBE.toSeconds());
        }
    }

    private static VideoHeader of(Result found) {
        double aspect = aspect(found.text(STREAM + "sample_aspect_ratio"));
        double wide = found.number(STREAM + "width").orElse(0L) * aspect;
        double high = found.number(STREAM + "height").orElse(0L);
        if (wide < 1 || high < 1) {
            throw new UploadRejected(415, "There is no picture in this file: it is not a video.");
        }
        if (found.text(STREAM + "codec_name").matches("|unknown")) {
            throw new UploadRejected(422, "The video cannot be read: its codec is unknown.");
        }
        boolean turned = found.values().entrySet().stream()
                .anyMatch(value ->
                        value.getKey().endsWith(".rotation") && value.getValue().endsWith("90"));
        return new VideoHeader(
                (int) (turned ? high : wide),
                (int) (turned ? wide : high),
                Math.round(wide / aspect * high),
                durationMs(found),
                FrameRate.of(found.text(STREAM + "r_frame_rate")),
                Optional.of(found.text(STREAM + "color_transfer")).filter(HDR::contains));
    }

    /** The width of a pixel divided by its height. */
    private static double aspect(String ratio) {
        String[] parts = ratio.split(":");
        return ratio.matches("[1-9]\\d*:[1-9]\\d*") ? Double.parseDouble(parts[0]) / Double.parseDouble(parts[1]) : 1;
    }

    /** The duration in Matroska and WebM is the time of the end. */
    private static Long durationMs(Result found) {
        double start = found.text("format.format_name").startsWith("matroska") ? seconds(found, "start_time") : 0;
        double duration = seconds(found, "duration") - start;
        return duration > 0 ? Math.round(duration * 1000) : null;
    }

    private static double seconds(Result found, String name) {
        String text = found.text("format." + name);
        return text.matches("\\d{1,9}(\\.\\d+)?") ? Double.parseDouble(text) : 0;
    }

    /** The estimated number of segments of that length; 0 if the duration is unknown. */
    public int segments(Duration length) {
        return segments(rate.count(length.toMillis()));
    }

    /** @param length in frames */
    int segments(int length) {
        return durationMs == null ? 0 : Math.max(1, (rate.count(durationMs) + length - 1) / length);
    }

    /**
     * Width and height after scaling the shorter side down to at most that, and the longer one to four times as much. Both are
     * even, and have at least the 16 pixels that the encoder needs.
     */
    String fit(int shorter) {
        double scale = Math.min(
                1, Math.min((double) shorter / Math.min(width, height), 4.0 * shorter / Math.max(width, height)));
        return "%d:%d".formatted(even(width * scale), even(height * scale));
    }

    private static long even(double side) {
        return Math.max(16, Math.round(side / 2) * 2);
    }
}
