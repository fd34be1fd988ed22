package dev.darkroom.media;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.darkroom.media.ImageResizer.UnreadableImage;
import dev.darkroom.media.UploadType.UploadRejected;
import dev.darkroom.testing.Pictures;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Damages good pictures at random for {@code -Dminutes} and processes each; {@code -Dseed} repeats a run. */
@Tag("torture")
class PictureFuzzIT {

    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final Duration TIME = Duration.ofMinutes(Long.getLong("minutes", 5));
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final int[] NUMBERS = {0, 1, 127, 128, 255, 256, 65_535, 65_536, Integer.MAX_VALUE, -1};

    private final Random random = new Random(SEED);
    private final DecodingMemory memory = new DecodingMemory(256L << 20);
    private final ImageResizer resizer = new ThumbnailatorResizer(memory);

    /** A failure leaves the last picture in {@code target/fuzz}. */
    @Test
    void a_damaged_picture_is_processed_or_fails_with_a_named_error_in_time() throws IOException {
        List<byte[]> pictures = pictures();
        Path file = Files.createDirectories(Path.of("target", "fuzz")).resolve("seed-" + SEED);
        for (Instant end = Instant.now().plus(TIME); Instant.now().isBefore(end); ) {
            Files.write(file, damaged(pictures.get(random.nextInt(pictures.size()))));
            assertTimeoutPreemptively(DEADLINE, () -> process(file));
        }
        Files.deleteIfExists(file);
    }

    /** Any exception but these two fails the test. */
    private void process(Path file) throws IOException, InterruptedException {
        try {
            PictureHeader.read(file).check(60_000_000, memory.bytes());
            BufferedImage picture = resizer.decode(file, Rendition.LARGE.edge).picture();
            for (Rendition rendition : Rendition.values()) {
                picture = resizer.resize(picture, rendition.edge);
                resizer.encode(picture, OutputStream.nullOutputStream());
            }
        } catch (UploadRejected | UnreadableImage e) {
            // A visitor gets the message of either.
        }
    }

    /** Damages the header as often as the rest of the file. */
    private byte[] damaged(byte[] picture) {
        byte[] file = picture.clone();
        for (int i = random.nextInt(1, 9); i > 0 && file.length > 0; i--) {
            int at = random.nextInt(random.nextBoolean() ? Math.min(256, file.length) : file.length);
            int end = Math.min(file.length, at + random.nextInt(1, 512));
            switch (random.nextInt(6)) {
                case 0 -> file = Arrays.copyOf(file, at);
                case 1 -> System.arraycopy(file, end, file, at, file.length - end);
                case 2 -> System.arraycopy(file, at, file, end, file.length - end);
                case 3 -> System.arraycopy(number(), 0, file, at, Math.min(Integer.BYTES, file.length - at));
                default -> file[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
            }
        }
        return file;
    }

    private byte[] number() {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
                .putInt(NUMBERS[random.nextInt(NUMBERS.length)])
                .array();
    }

    private static List<byte[]> pictures() throws IOException {
        try (InputStream sample = PictureFuzzIT.class.getResourceAsStream("/samples/lighthouse.jpg")) {
            return List.of(
                    sample.readAllBytes(),
                    Pictures.jpeg(200, 150),
                    Pictures.sidewaysJpeg(200, 150),
                    Pictures.progressiveJpeg(200, 150),
                    Pictures.png(200, 150),
                    Pictures.transparentPng(60, 40),
                    Pictures.webp(),
                    Pictures.losslessWebp());
        }
    }
}
