package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A web process, workers, and a visitor who uploads videos of some segments. Videos are named by their status address. */
final class VideoFixture implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final ProcessFixture fixture;
    private final List<ApplicationProcess> workers = new ArrayList<>();
    private final HttpVisitor ada;
    private final int seconds;

    /** Segments of two seconds take longer than in ordinary life, so that there is time for a fault. */
    VideoFixture(String name, int seconds, String... settings) {
        String[] slow = {
            "darkroom.video.segment=2s", "darkroom.simulate.transcode-delay=700ms", "darkroom.drain.grace=0s"
        };
        this.fixture = new ProcessFixture(
                name, Stream.of(slow, settings).flatMap(Stream::of).toArray(String[]::new));
        this.seconds = seconds;
        this.ada = HttpVisitor.signedUp(fixture.web());
    }

    /** The segments of each video. */
    int total() {
        return seconds / 2;
    }

    ApplicationProcess worker() {
        ApplicationProcess worker = fixture.worker();
        workers.add(worker);
        return worker;
    }

    ApplicationProcess workerElsewhere() {
        ApplicationProcess worker = fixture.workerElsewhere();
        workers.add(worker);
        return worker;
    }

    ApplicationProcess web() {
        return fixture.web();
    }

    HttpVisitor visitor() {
        return ada;
    }

    VideoFiles files() {
        return new VideoFiles(fixture.web().home());
    }

    Timeline timeline() {
        return fixture.timeline();
    }

    TestDatabase database() {
        return fixture.database();
    }

    void pauseAt(String point) {
        fixture.pauseAt(point);
    }

    void arm(String fault, String value) {
        fixture.arm(fault, value);
    }

    void resume() {
        fixture.resume();
    }

    String upload() {
        unpackPrograms();
        return ada.uploadVideo(files().clip(seconds));
    }

    String uploadLongVideo() {
        unpackPrograms();
        return ada.uploadVideo(files().longClip());
    }

    /** The application needs ffmpeg to see that this is no video. */
    private void unpackPrograms() {
        // No crash point but those of videos is to be reached.
        ada.awaitComplete("/me/status");
        byte[] noVideo = "....ftypisom".getBytes(StandardCharsets.US_ASCII);
        assertThat(ada.api().upload("durable", "/videos", "no.mp4", noVideo).statusCode())
                .isEqualTo(422);
    }

    void assertTranscoded(String video) {
        files().assertTranscoded(video, seconds);
    }

    /** Cancels the job of a video in the web process. */
    void cancel(String video) {
        String job = ada.get(video).path("links").path("job").asText();
        assertThat(ada.api().request().post(job + "/cancel").statusCode()).isEqualTo(200);
    }

    void delete(String video) {
        assertThat(ada.api()
                        .request()
                        .delete("/videos/" + HttpVisitor.id(video))
                        .statusCode())
                .isEqualTo(204);
    }

    JsonNode awaitComplete(String video) {
        await(video).atMost(LIMIT).until(() -> !status(video).equals("processing"));
        assertThat(status(video)).as("%s", ada.get(video)).isEqualTo("complete");
        return ada.get(video);
    }

    private String status(String video) {
        return ada.get(video).path("status").asText();
    }

    /** The number of the recorded segments. */
    int segments(String video) {
        return rows(video).size();
    }

    /** The recorded segments in their order. */
    List<Map<String, String>> rows(String video) {
        return fixture.database()
                .rows("SELECT * FROM video_segment WHERE video_id = '%s' ORDER BY number"
                        .formatted(HttpVisitor.id(video)));
    }

    void awaitSegments(String video, int number) {
        await("%d segments of %s".formatted(number, video))
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> segments(video) >= number);
    }

    /** Waits for a run of the video, and returns its token. */
    String token(String video) {
        return awaitRun(video).get("lease_token");
    }

    /** Waits for a run of the video, and returns its worker. */
    ApplicationProcess workerOf(String video) {
        String worker = awaitRun(video).get("worker");
        return workers.stream()
                .filter(ApplicationProcess::isAlive)
                .filter(one -> worker.startsWith("process " + one.pid() + "-"))
                .findFirst()
                .orElseThrow();
    }

    private Map<String, String> awaitRun(String video) {
        String run = "SELECT worker, lease_token FROM job WHERE key = '%s' AND state = 'RUNNING'"
                .formatted(HttpVisitor.id(video));
        return await("a run of " + video)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> fixture.database().rows(run), rows -> !rows.isEmpty())
                .get(0);
    }

    @Override
    public void close() {
        fixture.close();
    }
}
