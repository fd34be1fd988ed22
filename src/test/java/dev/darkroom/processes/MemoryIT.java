package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.testing.HostileFile;
import dev.darkroom.testing.Parallel;
import dev.darkroom.testing.Pictures;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many pictures at once, and very large ones, with a heap of 256 MB. */
@Tag("processes")
@Order(2)
class MemoryIT {

    private static final int AT_ONCE = 50;
    private static final int SMALL = 10;
    private static final int OUT_OF_MEMORY = 3;
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final ApplicationProcess darkroom =
            new ApplicationProcess("memory").option("-Xmx256m").option("-XX:+ExitOnOutOfMemoryError");
    private HttpVisitor ada;

    @AfterEach
    void end() {
        darkroom.close();
    }

    @Test
    void a_picture_that_kills_its_worker_fails_after_its_attempts_and_fifty_uploads_at_once_do_not() {
        // The delay keeps the queue long while positions are read.
        darkroom.with("darkroom.simulate.resize-delay", "250ms").start();
        ada = HttpVisitor.signedUp(darkroom);

        Response rejected = ada.api().upload("durable", "large.webp", Pictures.uniformWebp(7000, 7000));
        assertThat(rejected.statusCode()).isEqualTo(422);
        assertThat(rejected.asString()).contains("7000 × 7000 pixels");
        processFiftyUploadsAtOnce();
        assertThat(darkroom.stop()).isEqualTo(143);
        failThePictureThatKillsItsWorker();
    }

    private void processFiftyUploadsAtOnce() {
        long idle = medianOfSmallUploads(new ArrayList<>());
        byte[] camera = Pictures.grainyJpeg(4000, 3000);
        byte[] quick = Pictures.join(Pictures.jpeg(400, 300), new byte[camera.length]);
        List<String> large = Parallel.run(4, () -> ada.upload("durable", Pictures.uniformWebp(5000, 5000)));
        large.addAll(Parallel.run(4, () -> ada.upload("durable", camera)));
        List<String> photos = Parallel.run(AT_ONCE, () -> ada.upload("durable", quick));
        long busy = medianOfSmallUploads(photos);
        List<Integer> positions = positionsOf(photos.get(photos.size() - 1));

        photos.addAll(large);
        photos.forEach(photo -> assertThat(awaitEnd(photo)).isEqualTo("complete"));
        assertThat(busy).isLessThan(3 * idle + 200);
        assertThat(positions.get(0)).as("work was still waiting").isGreaterThan(SMALL);
        assertThat(positions).isSortedAccordingTo(Comparator.reverseOrder());
        darkroom.photos().assertResized(large.get(large.size() - 1));
        assertHealthy();
    }

    private void failThePictureThatKillsItsWorker() {
        darkroom.with("darkroom.upload.max-pixels", 300_000_000)
                .with("darkroom.upload.decoding-memory", "8G")
                .with("darkroom.lanes.images.concurrency", 1)
                .with("darkroom.simulate.resize-delay", "500ms")
                .with("darkroom.jobs.max-attempts", 2)
                .with("darkroom.jobs.lease", "1200ms")
                .with("darkroom.jobs.heartbeat", "400ms")
                .with("darkroom.jobs.backoff-base", "50ms")
                .start();
        String huge = ada.upload("durable", HostileFile.JPEG_OF_200_MEGAPIXELS.content());
        assertThat(awaitEnd(huge)).isEqualTo("complete");
        darkroom.photos().assertResized(huge);
        assertHealthy();

        // The first picture must not kill the process while the second one is uploaded.
        ada.api().program().post("/lanes/images/pause").then().statusCode(204);
        String deadly = ada.upload("durable", Pictures.uniformWebp(16_383, 16_383));
        String harmless = ada.upload("durable", Pictures.jpeg(400, 300));
        ada.api().program().post("/lanes/images/resume").then().statusCode(204);
        assertThat(darkroom.exitCode()).isEqualTo(OUT_OF_MEMORY);
        assertThat(darkroom.launch().exitCode()).isEqualTo(OUT_OF_MEMORY);
        darkroom.start();

        assertThat(awaitEnd(deadly)).isEqualTo("failed");
        assertThat(ada.get(deadly).path("attempt").asInt()).isEqualTo(2);
        assertThat(ada.get(deadly).path("error").asText()).contains("the worker died");
        assertThat(awaitEnd(harmless)).isEqualTo("complete");
        assertThat(awaitEnd(ada.upload("durable", Pictures.jpeg(400, 300)))).isEqualTo("complete");
        assertHealthy();
    }

    /** Returns milliseconds, and adds each upload to the photos. */
    private long medianOfSmallUploads(List<String> photos) {
        return Stream.generate(() -> {
                    Instant begin = Instant.now();
                    photos.add(ada.upload("durable", Pictures.jpeg(40, 30)));
                    return Duration.between(begin, Instant.now()).toMillis();
                })
                .limit(SMALL)
                .sorted()
                .toList()
                .get(SMALL / 2);
    }

    /** Returns the photo's positions in the queue, until it no longer waits. */
    private List<Integer> positionsOf(String photo) {
        List<Integer> positions = new ArrayList<>();
        await(photo).atMost(LIMIT).until(() -> {
            JsonNode position = ada.get(photo).path("queuePosition");
            positions.add(position.asInt());
            return !position.isInt();
        });
        return positions;
    }

    private String awaitEnd(String photo) {
        return await(photo)
                .atMost(LIMIT)
                .until(() -> ada.get(photo).path("status").asText(), status -> !status.equals("processing"));
    }

    private void assertHealthy() {
        assertThat(Http.get(darkroom.url() + "/q/health").statusCode()).isEqualTo(200);
        assertThat(darkroom.log()).noneMatch(line -> line.contains("OutOfMemoryError"));
    }
}
