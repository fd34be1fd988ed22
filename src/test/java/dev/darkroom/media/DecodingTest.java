package dev.darkroom.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.darkroom.media.UploadType.UploadRejected;
import dev.darkroom.testing.Pictures;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures are decoded upright, at most at their own size, and within the memory limit. */
class DecodingTest {

    private static final int MEGABYTE = 1024 * 1024;
    private static final long MAX_PIXELS = 60_000_000;

    private final DecodingMemory memory = new DecodingMemory(10 * MEGABYTE);
    private final ImageResizer resizer = new ThumbnailatorResizer(memory);

    @TempDir
    Path folder;

    @Test
    void a_picture_waits_until_there_is_memory_for_it() throws Exception {
        Closeable first = memory.acquire(6 * MEGABYTE);
        FutureTask<Closeable> second = new FutureTask<>(() -> memory.acquire(5 * MEGABYTE));
        startAndAwaitWaiting(second);
        assertThat(second).isNotDone();

        first.close();

        assertThat(second.get()).isNotNull();
    }

    @Test
    void a_request_for_more_than_all_memory_gets_all_of_it() throws IOException, InterruptedException {
        memory.acquire(Long.MAX_VALUE).close();

        memory.acquire(10 * MEGABYTE).close();
    }

    @Test
    void an_interrupted_waiter_takes_no_memory() throws IOException, InterruptedException {
        Closeable all = memory.acquire(10 * MEGABYTE);
        FutureTask<Closeable> waiter = new FutureTask<>(() -> memory.acquire(1));
        Thread thread = startAndAwaitWaiting(waiter);

        thread.interrupt();

        thread.join();
        assertThat(waiter)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(InterruptedException.class);
        all.close();
        memory.acquire(10 * MEGABYTE).close();
    }

    @Test
    void a_picture_up_to_twice_as_wide_as_needed_is_not_reduced_while_it_is_decoded() throws IOException {
        assertThat(header(Pictures.jpeg(399, 20)).factor(200, Long.MAX_VALUE)).isEqualTo(1);
        assertThat(header(Pictures.jpeg(400, 20)).factor(200, Long.MAX_VALUE)).isEqualTo(2);
        assertThat(header(Pictures.jpeg(20, 100)).factor(200, Long.MAX_VALUE)).isEqualTo(1);
    }

    @Test
    void a_picture_is_reduced_more_and_decoded_in_strips_if_memory_is_short() throws IOException {
        PictureHeader square = header(Pictures.png(1000, 1000));

        int factor = square.factor(1000, MEGABYTE);
        int rows = square.stripRows(MEGABYTE);

        assertThat(factor).isEqualTo(4);
        assertThat(rows).isLessThan(1000);
        assertThat(square.memory(factor, rows)).isLessThan(MEGABYTE);
    }

    @Test
    void an_original_that_the_disk_cannot_read_is_not_called_damaged() {
        Path unreadable = Path.of("/proc/self/mem");

        assertThatThrownBy(() -> resizer.decode(unreadable, 200)).isInstanceOf(FileStore.FileStoreFailure.class);
    }

    @Test
    void a_webp_is_accepted_only_if_it_fits_into_memory() throws IOException {
        header(Pictures.jpeg(2000, 2000)).check(MAX_PIXELS, 10_000_000);
        header(Pictures.uniformWebp(1000, 1000)).check(MAX_PIXELS, 10_000_000);
        PictureHeader large = header(Pictures.uniformWebp(2000, 2000));

        assertThatThrownBy(() -> large.check(MAX_PIXELS, 10_000_000))
                .isInstanceOf(UploadRejected.class)
                .hasMessage("The picture has 2000 × 2000 pixels; the limit for WEBP is 2.0 million.");
    }

    @Test
    void a_small_picture_of_each_format_keeps_its_size() throws Exception {
        assertSize(decode(Pictures.jpeg(300, 200)), 300, 200);
        assertSize(decode(Pictures.progressiveJpeg(400, 300)), 400, 300);
        assertSize(decode(Pictures.png(100, 50)), 100, 50);
        assertSize(decode(Pictures.webp()), 1, 1);
        assertSize(decode(Pictures.losslessWebp()), 4, 2);
        assertSize(decode(Pictures.uniformWebp(300, 200)), 300, 200);
    }

    /** Only a fraction of the larger one is decoded. */
    @ParameterizedTest
    @CsvSource({"400,200", "6400,1600"})
    void a_sideways_picture_is_turned_upright(int width, int height) throws Exception {
        BufferedImage picture = decode(Pictures.sidewaysJpeg(width, height));

        assertSize(picture, Math.min(height, 400), Math.min(width, 1600));
        int middle = picture.getWidth() / 2;
        int end = picture.getHeight();
        assertThat(picture.getRGB(middle, end / 8) >> 16 & 0xFF)
                .as("red on top")
                .isGreaterThan(200);
        assertThat(picture.getRGB(middle, end - end / 8) & 0xFF)
                .as("blue below")
                .isGreaterThan(200);
    }

    @Test
    void transparent_pixels_become_white() throws Exception {
        BufferedImage picture = decode(Pictures.transparentPng(300, 60));

        assertThat(picture.getRGB(10, 10)).isEqualTo(Color.WHITE.getRGB());
    }

    @Test
    void a_missing_original_is_a_failure_of_the_file_store_and_not_a_damaged_picture() {
        assertThatThrownBy(() -> resizer.decode(folder.resolve("missing"), 200))
                .isInstanceOf(FileStore.FileStoreFailure.class);
    }

    private BufferedImage decode(byte[] picture) throws Exception {
        return resizer.decode(file(picture), 1600).picture();
    }

    private PictureHeader header(byte[] picture) throws IOException {
        return PictureHeader.read(file(picture));
    }

    private Path file(byte[] picture) throws IOException {
        return Files.write(Files.createTempFile(folder, "picture", null), picture);
    }

    private static void assertSize(BufferedImage picture, int width, int height) {
        assertThat(List.of(picture.getWidth(), picture.getHeight())).containsExactly(width, height);
    }

    private static Thread startAndAwaitWaiting(FutureTask<?> task) {
        Thread thread = new Thread(task);
        thread.start();
        await().until(thread::getState, Thread.State.WAITING::equals);
        return thread;
    }
}
