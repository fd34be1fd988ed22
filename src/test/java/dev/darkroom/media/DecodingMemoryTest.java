package dev.darkroom.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.darkroom.media.DecodingMemory.Permit;
import dev.darkroom.testing.Pictures;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecodingMemoryTest {

    private static final int MEGABYTE = 1024 * 1024;

    private final DecodingMemory memory = new DecodingMemory(10 * MEGABYTE);

    @TempDir
    Path folder;

    @Test
    void a_picture_waits_until_there_is_memory_for_it() throws Exception {
        Permit first = memory.acquire(6 * MEGABYTE);
        FutureTask<Permit> second = new FutureTask<>(() -> memory.acquire(5 * MEGABYTE));
        startAndAwaitWaiting(second);
        assertThat(second).isNotDone();

        first.close();

        assertThat(second.get()).isNotNull();
    }

    @Test
    void a_request_for_more_than_all_memory_gets_all_of_it() throws InterruptedException {
        memory.acquire(Long.MAX_VALUE).close();

        memory.acquire(10 * MEGABYTE).close();
    }

    @Test
    void an_interrupted_waiter_takes_no_memory() throws InterruptedException {
        Permit all = memory.acquire(10 * MEGABYTE);
        FutureTask<Permit> waiter = new FutureTask<>(() -> memory.acquire(1));
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
    void a_picture_up_to_four_times_as_wide_as_needed_is_decoded_in_full() {
        assertThat(jpeg(6399, 4000).step(1600, Long.MAX_VALUE)).isEqualTo(1);
        assertThat(jpeg(6400, 4000).step(1600, Long.MAX_VALUE)).isEqualTo(2);
        assertThat(jpeg(100, 50).step(1600, Long.MAX_VALUE)).isEqualTo(1);
    }

    @Test
    void fewer_pixels_are_decoded_if_memory_is_short() {
        PictureHeader square = jpeg(6000, 6000);

        int step = square.step(1600, 100 * MEGABYTE);

        assertThat(step).isEqualTo(2);
        assertThat(square.memory(step)).isLessThan(100 * MEGABYTE);
    }

    @Test
    void pixels_of_a_narrow_picture_are_skipped_too() {
        PictureHeader strip = jpeg(1700, 35_000);

        assertThat(strip.memory(strip.step(1600, Long.MAX_VALUE))).isLessThan(10 * MEGABYTE);
    }

    @Test
    void a_header_has_the_size_of_a_decoded_pixel() throws IOException {
        assertThat(header(Pictures.jpeg(30, 20))).isEqualTo(new PictureHeader(30, 20, "jpeg", 3, 1));
        assertThat(header(Pictures.transparentPng(30, 20))).isEqualTo(new PictureHeader(30, 20, "png", 4, 1));
        assertThat(header(Pictures.uniformWebp(30, 20)).canSkipPixels()).isFalse();
    }

    @Test
    void a_fraction_of_a_very_large_picture_is_decoded_and_looks_the_same() throws Exception {
        Path sideways = file(Pictures.sidewaysJpeg(6400, 3200));

        BufferedImage picture = new ThumbnailatorResizer(memory).decode(sideways, 1600);

        assertThat(picture.getWidth()).isEqualTo(800);
        assertThat(picture.getHeight()).isEqualTo(1600);
        assertThat(picture.getRGB(400, 200) >> 16 & 0xFF).as("red on top").isGreaterThan(200);
        assertThat(picture.getRGB(400, 1400) & 0xFF).as("blue below").isGreaterThan(200);
    }

    private PictureHeader header(byte[] picture) throws IOException {
        return PictureHeader.read(file(picture));
    }

    private Path file(byte[] picture) throws IOException {
        return Files.write(Files.createTempFile(folder, "picture", null), picture);
    }

    private static PictureHeader jpeg(int width, int height) {
        return new PictureHeader(width, height, "jpeg", 3, 1);
    }

    private static Thread startAndAwaitWaiting(FutureTask<?> task) {
        Thread thread = new Thread(task);
        thread.start();
        await().until(thread::getState, Thread.State.WAITING::equals);
        return thread;
    }
}
