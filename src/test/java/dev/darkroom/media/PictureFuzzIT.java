package dev.darkroom.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.media.ImageResizer.UnreadableImage;
import dev.darkroom.testing.Pictures;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damages good pictures at random for {@code -Dminutes} and processes each; {@code -Dseed} repeats a run. */
@Tag("torture")
class PictureFuzzIT {

    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final Duration TIME = Duration.ofMinutes(Long.getLong("minutes", 5));
    private static final int DEADLINE_SECONDS = 30;
    private static final int[] NUMBERS = {0, 1, 127, 128, 255, 256, 65_535, 65_536, Integer.MAX_VALUE, -1};

    private final Random random = new Random(SEED);
    private final DecodingMemory memory = new DecodingMemory(256L << 20);
    private final Upload upload = new Upload(null, settings(), memory, null, null);
    private final ImageResizer resizer = new ThumbnailatorResizer(memory);

    @TempDir
    Path folder;

    /** A failure leaves the last picture in {@code target/fuzz}. */
    @Test
    void a_damaged_picture_is_processed_or_fails_with_a_named_error_in_time() throws Exception {
        List<byte[]> pictures = pictures();
        Path file = Files.createDirectories(Path.of("target", "fuzz")).resolve("seed-" + SEED);
        ExecutorService worker = Executors.newSingleThreadExecutor();
        try {
            for (Instant end = Instant.now().plus(TIME); Instant.now().isBefore(end); ) {
                Files.write(file, damaged(pictures.get(random.nextInt(pictures.size()))));
                assertThat(worker.submit(() -> outcome(file)).get(DEADLINE_SECONDS, TimeUnit.SECONDS))
                        .isIn("complete", "rejected", "unreadable");
            }
        } finally {
            worker.shutdownNow();
        }
        Files.deleteIfExists(file);
    }

    private String outcome(Path file) throws IOException, InterruptedException {
        try {
            upload.check(file);
            BufferedImage picture = resizer.decode(file, Rendition.LARGE.edge());
            for (Rendition rendition : Rendition.values()) {
                picture = resizer.resize(picture, rendition.edge());
                resizer.encode(picture, OutputStream.nullOutputStream());
            }
            return "complete";
        } catch (UploadRejected e) {
            return "rejected";
        } catch (UnreadableImage e) {
            return "unreadable";
        }
    }

    private byte[] damaged(byte[] picture) {
        byte[] damaged = picture.clone();
        for (int i = random.nextInt(1, 9); i > 0 && damaged.length > 0; i--) {
            damaged = damagedOnce(damaged);
        }
        return damaged;
    }

    /** Chooses the header as often as the rest of the file. */
    private byte[] damagedOnce(byte[] file) {
        int at = random.nextInt(random.nextBoolean() ? Math.min(256, file.length) : file.length);
        int end = Math.min(file.length, at + random.nextInt(1, 512));
        switch (random.nextInt(6)) {
            case 0 -> {
                return Arrays.copyOf(file, at);
            }
            case 1 -> {
                return joined(Arrays.copyOf(file, at), Arrays.copyOfRange(file, end, file.length));
            }
            case 2 -> {
                return joined(Arrays.copyOf(file, end), Arrays.copyOfRange(file, at, file.length));
            }
            case 3 -> writeNumber(file, at);
            default -> file[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        }
        return file;
    }

    private void writeNumber(byte[] file, int at) {
        int number = NUMBERS[random.nextInt(NUMBERS.length)];
        int bytes = random.nextBoolean() ? Short.BYTES : Integer.BYTES;
        boolean littleEndian = random.nextBoolean();
        for (int i = 0; i < bytes && at + i < file.length; i++) {
            file[at + i] = (byte) (number >> Byte.SIZE * (littleEndian ? i : bytes - 1 - i));
        }
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
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

    private static Upload.Settings settings() {
        return new SmallRyeConfigBuilder()
                .withConverter(MemorySize.class, 100, new MemorySizeConverter())
                .withMapping(Upload.Settings.class)
                .build()
                .getConfigMapping(Upload.Settings.class);
    }
}
