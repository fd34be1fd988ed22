package dev.darkroom.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.darkroom.media.DecodingMemory.Permit;
import dev.darkroom.testing.Pictures;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much of the heap pictures may take, and how little of a picture is decoded. */
class DecodingMemoryTest {

    private static final int MEGABYTE = 1024 * 1024;

    private final DecodingMemory memory = new DecodingMemory(10 * MEGABYTE);

    @TempDir
    Path folder;

    @Test
    void who_finds_none_left_waits_until_somebody_has_done() throws InterruptedException {
        AtomicReference<Permit> second = new AtomicReference<>();
        Permit first = memory.acquire(6 * MEGABYTE);
        Thread waiting = thread(() -> second.set(memory.acquire(5 * MEGABYTE)));
        awaitWaiting(waiting);
        assertThat(second).hasNullValue();

        first.close();

        waiting.join();
        assertThat(second).doesNotHaveNullValue();
    }

    @Test
    void more_than_there_is_counts_as_all() throws InterruptedException {
        memory.acquire(Long.MAX_VALUE).close();

        memory.acquire(10 * MEGABYTE).close();
    }

    @Test
    void who_waits_can_be_stopped() throws InterruptedException {
        AtomicReference<Throwable> end = new AtomicReference<>();
        Permit all = memory.acquire(10 * MEGABYTE);
        Thread waiting = thread(() -> memory.acquire(1));
        waiting.setUncaughtExceptionHandler((thread, thrown) -> end.set(thrown));
        awaitWaiting(waiting);

        waiting.interrupt();

        waiting.join();
        assertThat(end.get()).hasCauseInstanceOf(InterruptedException.class);
        all.close();
        memory.acquire(10 * MEGABYTE).close();
    }

    @Test
    void a_picture_up_to_four_times_as_wide_as_wanted_is_decoded_as_it_is() {
        assertThat(jpeg(6399, 4000).step(1600, Long.MAX_VALUE)).isEqualTo(1);
        assertThat(jpeg(6400, 4000).step(1600, Long.MAX_VALUE)).isEqualTo(2);
        assertThat(jpeg(100, 50).step(1600, Long.MAX_VALUE)).isEqualTo(1);
    }

    @Test
    void where_memory_is_short_less_of_a_picture_is_decoded() {
        PictureHeader square = jpeg(6000, 6000);

        int step = square.step(1600, 100 * MEGABYTE);

        assertThat(step).isEqualTo(2);
        assertThat(square.memory(step)).isLessThan(100 * MEGABYTE);
    }

    @Test
    void a_narrow_picture_is_read_in_parts_too() {
        PictureHeader strip = jpeg(1700, 35_000);

        assertThat(strip.memory(strip.step(1600, Long.MAX_VALUE))).isLessThan(10 * MEGABYTE);
    }

    @Test
    void a_picture_is_as_deep_as_its_header_says() throws IOException {
        assertThat(PictureHeader.read(file(Pictures.jpeg(30, 20)))).isEqualTo(new PictureHeader(30, 20, "jpeg", 3, 1));
        assertThat(PictureHeader.read(file(Pictures.transparentPng(30, 20))))
                .isEqualTo(new PictureHeader(30, 20, "png", 4, 1));
        assertThat(PictureHeader.read(file(Pictures.uniformWebp(30, 20))).canSkipPixels())
                .isFalse();
    }

    @Test
    void of_a_very_large_picture_a_fraction_is_decoded_and_it_looks_the_same() throws Exception {
        Path sideways = file(Pictures.sidewaysJpeg(6400, 3200));

        BufferedImage picture = new ThumbnailatorResizer(memory).decode(sideways, 1600);

        assertThat(picture.getWidth()).isEqualTo(800);
        assertThat(picture.getHeight()).isEqualTo(1600);
        assertThat(picture.getRGB(400, 200) >> 16 & 0xFF).as("red on top").isGreaterThan(200);
        assertThat(picture.getRGB(400, 1400) & 0xFF).as("blue below").isGreaterThan(200);
    }

    private Path file(byte[] picture) throws IOException {
        return Files.write(Files.createTempFile(folder, "picture", null), picture);
    }

    private static PictureHeader jpeg(int width, int height) {
        return new PictureHeader(width, height, "jpeg", 3, 1);
    }

    private static Thread thread(Interruptible task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        thread.start();
        return thread;
    }

    private static void awaitWaiting(Thread thread) {
        await().until(thread::getState, Thread.State.WAITING::equals);
    }

    private interface Interruptible {
        void run() throws InterruptedException;
    }
}
