package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.darkroom.testing.Pictures;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What becomes of running and of waiting work when the process is asked to end. */
@Tag("processes")
class DrainIT {

    private static final int SIGTERM = 143;
    private static final byte[] PICTURE = Pictures.jpeg(2000, 1500);

    private final ApplicationProcess darkroom =
            new ApplicationProcess("drain").fastStartup().with("darkroom.lanes.images.concurrency", 2);
    private HttpVisitor ada;
    private List<String> photos;

    @AfterEach
    void end() {
        darkroom.close();
    }

    @Test
    void with_enough_time_running_work_is_finished_and_waiting_work_is_left_to_the_next_process() {
        twoPhotosRunAndTwoWait("500ms", "20s");

        assertThat(darkroom.stop()).isEqualTo(SIGTERM);
        assertThat(darkroom.lastLine()).contains("drained: 2 running jobs finished");
        assertThat(darkroom.photos().count()).isEqualTo(2 * 3);

        theNextProcessDevelopsAllInTheirFirstAttempt();
    }

    @Test
    void with_too_little_time_running_work_is_given_back_with_its_attempt() {
        twoPhotosRunAndTwoWait("20s", "100ms");

        assertThat(darkroom.stop()).isEqualTo(SIGTERM);
        assertThat(darkroom.lastLine()).contains("released: 2 jobs interrupted, 0 of them left to their lease");
        assertThat(darkroom.photos().count()).isZero();

        theNextProcessDevelopsAllInTheirFirstAttempt();
    }

    private void twoPhotosRunAndTwoWait(String resizeDelay, String grace) {
        darkroom.with("darkroom.simulate.resize-delay", resizeDelay)
                .with("darkroom.drain.grace", grace)
                .start();
        ada = HttpVisitor.signedUp(darkroom);
        photos = Stream.generate(() -> ada.upload("durable", PICTURE)).limit(4).toList();
        await("two photos run").until(() -> running() == 2);
    }

    private long running() {
        return photos.stream()
                .filter(photo -> ada.get(photo).path("phase").asText().equals("running"))
                .count();
    }

    private void theNextProcessDevelopsAllInTheirFirstAttempt() {
        darkroom.with("darkroom.simulate.resize-delay", "0s").start();
        photos.forEach(photo -> {
            assertThat(ada.awaitComplete(photo).path("attempt").asInt()).isEqualTo(1);
            darkroom.photos().assertDeveloped(photo);
        });
    }
}
