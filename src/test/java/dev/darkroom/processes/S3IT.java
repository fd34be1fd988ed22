package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.darkroom.testing.Pictures;
import dev.darkroom.testing.TcpProxy.Condition;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A web process and two workers, each with a home of its own, and their files in a bucket. */
@Tag("brokers")
@Tag("core")
class S3IT {

    private static final int SECONDS = 40;
    private static final byte[] PICTURE = Pictures.jpeg(2000, 1000);

    private static S3Server s3;
    private static VideoFixture fixture;
    private static HttpVisitor ada;
    private static List<ApplicationProcess> workers;

    @BeforeAll
    static void start() {
        s3 = new S3Server("s3");
        // A call may take longer than its limit by the time-out of a connection, and both together are below a
        // deadline.
        fixture = new VideoFixture(
                "s3",
                SECONDS,
                s3.settings(
                        "darkroom.s3.timeout=6s",
                        "darkroom.jobs.lease=5s",
                        "darkroom.jobs.heartbeat=1s",
                        "darkroom.lanes.images.deadline=15s",
                        "darkroom.lanes.video.deadline=15s"));
        ada = fixture.visitor();
        workers = List.of(fixture.workerElsewhere(), fixture.workerElsewhere());
    }

    @BeforeEach
    void wait_for_both_workers() {
        ApplicationProcess.startAll(workers);
    }

    @AfterEach
    void resume() {
        fixture.resume();
    }

    @AfterAll
    static void end() {
        fixture.close();
        s3.close();
    }

    @Test
    void a_photo_is_resized_in_another_home_served_whole_or_in_ranges_and_deleted_with_its_objects() {
        String photo = ada.upload("durable", PICTURE);
        ada.awaitComplete(photo);
        String address = "/photos/" + HttpVisitor.id(photo);
        HttpResponse<byte[]> whole = ada.getFile(address + "/large");
        assertThat(Pictures.decode(whole.body()).getWidth()).isEqualTo(1600);
        String tag = whole.headers().firstValue("ETag").orElseThrow();
        HttpResponse<byte[]> part = ada.getFile(address + "/large", "Range", "bytes=100-199", "If-Range", tag);
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(whole.body(), 100, 200));
        assertThat(ada.getFile(address + "/original").body()).isEqualTo(PICTURE);
        HttpVisitor.signedUp(fixture.web())
                .api()
                .request()
                .get(address + "/large")
                .then()
                .statusCode(404);
        assertThat(prefix(photo)).hasSize(37);
        assertThat(keys(photo))
                .hasSize(4)
                .contains(address.substring(1) + "/original")
                .filteredOn(key -> key.startsWith(address.substring(1) + "/" + prefix(photo)))
                .hasSize(3);

        ada.api().request().delete(address).then().statusCode(204);

        await("no object is left").until(() -> keys(photo).isEmpty());
        get(address + "/large").then().statusCode(404);
    }

    @Test
    void a_refused_upload_leaves_no_object() {
        List<String> before = s3.keys("");

        ada.api().upload("durable", "no.jpg", "no picture".getBytes()).then().statusCode(415);

        assertThat(before).containsAll(s3.keys(""));
    }

    @Test
    void a_video_whose_worker_is_killed_at_seventy_percent_goes_on_there_in_another_home() throws IOException {
        String video = fixture.upload();
        fixture.awaitSegments(video, fixture.total() * 7 / 10);
        ApplicationProcess worker = fixture.workerOf(video);
        worker.kill();
        int kept = fixture.segments(video);

        fixture.awaitComplete(video);

        List<Timeline.Entry> second = fixture.timeline().of(HttpVisitor.id(video), "PROGRESS").stream()
                .filter(step -> step.attempt() == 2 && step.detail().startsWith("transcoding"))
                .toList();
        System.out.printf("After a kill at 70 %%, %d of %d segments were encoded%n", second.size(), fixture.total());
        assertThat(second).hasSizeBetween(fixture.total() - kept - 1, fixture.total() - kept);
        assertThat(second).noneMatch(step -> step.isBy(worker));
        String address = "/videos/" + HttpVisitor.id(video);
        Path result = Files.write(
                Path.of("target", "s3.mp4"), ada.getFile(address + "/video").body());
        fixture.files().assertTranscoded(result, SECONDS);
        assertThat(ada.getFile(address + "/poster").statusCode()).isEqualTo(200);
        await("its results are left").until(() -> keys(video).size() == 2);
    }

    /** Stopped, and silent. */
    @ParameterizedTest
    @EnumSource(names = {"DOWN", "SILENT"})
    void while_the_storage_is_away_jobs_wait_with_a_reason_and_no_run_exceeds_its_deadline(Condition condition) {
        String photo;
        String video = fixture.upload();
        fixture.awaitSegments(video, 3);
        fixture.pauseAt("before-rename");
        photo = ada.upload("durable", PICTURE);
        fixture.timeline().await(HttpVisitor.id(photo), step -> step.is("FAULT"));
        try (var cut = s3.proxy().cut(condition)) {
            fixture.resume();
            for (String record : List.of(photo, video)) {
                assertThat(fixture.timeline()
                                .await(HttpVisitor.id(record), step -> step.is("FAILED"))
                                .detail())
                        .contains("the file storage does not answer");
            }
            assertThat(ada.get(photo).path("error").asText()).contains("the file storage does not answer");
            assertRefused(ada.api().upload("durable", "a.jpg", PICTURE), "the file storage does not answer");
            assertRefused(get("/photos/" + HttpVisitor.id(photo) + "/original"), "the file storage does not answer");
            get("/photos").then().statusCode(200);
        }

        ada.awaitComplete(photo);
        fixture.awaitComplete(video);
        for (String record : List.of(photo, video)) {
            assertThat(fixture.timeline().of(HttpVisitor.id(record), "RESCUED")).isEmpty();
        }
    }

    @Test
    void a_slow_storage_delays_the_work_and_fails_no_attempt() {
        try (var cut = s3.proxy().cut(Condition.SLOW)) {
            String photo = ada.upload("durable", Pictures.jpeg(400, 300));
            String video = fixture.upload();

            ada.awaitComplete(photo);
            fixture.awaitComplete(video);

            for (String record : List.of(photo, video)) {
                assertThat(fixture.timeline().of(HttpVisitor.id(record), "CLAIMED"))
                        .hasSize(1);
            }
        }
    }

    @Test
    void a_storage_that_answers_503_is_a_transient_failure() throws Exception {
        fixture.pauseAt("before-rename");
        String photo = ada.upload("durable", PICTURE);
        fixture.timeline().await(HttpVisitor.id(photo), step -> step.is("FAULT"));
        try (AutoCloseable refusing = s3.refusing()) {
            fixture.resume();
            assertThat(fixture.timeline()
                            .await(
                                    HttpVisitor.id(photo),
                                    step -> step.is("FAILED")
                                            && step.detail().startsWith("the file storage answers 503"))
                            .detail())
                    .contains("next try");
            // The first one may use a connection that was cut.
            await().untilAsserted(() ->
                    assertRefused(ada.api().upload("durable", "a.jpg", PICTURE), "the file storage answers 503"));
        }
        ada.awaitComplete(photo);
    }

    @Test
    void a_record_whose_files_are_in_another_store_says_so() {
        String sentence = "The file is in the storage \"s3\", and this server is set to \"file\".";
        workers.forEach(ApplicationProcess::kill);
        String photo;
        try (ApplicationProcess other = fixture.workerElsewhere()
                .with("darkroom.role", "all")
                .with("darkroom.storage", "file")
                .start()) {
            photo = ada.upload("durable", PICTURE);
            assertThat(fixture.timeline()
                            .await(HttpVisitor.id(photo), step -> step.is("FAILED"))
                            .detail())
                    .startsWith(sentence);
            HttpResponse<String> refused = Http.get(
                    other.url() + "/photos/" + HttpVisitor.id(photo) + "/original",
                    "Cookie",
                    ada.api().cookies());
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains(sentence.replace("\"", "\\\""));
        }
        workers.forEach(ApplicationProcess::launch);

        ada.awaitComplete(photo);
    }

    private static void assertRefused(Response answer, String reason) {
        answer.then().statusCode(503);
        assertThat(answer.path("detail").toString()).isEqualTo(reason);
        assertThat(answer.header("Retry-After")).isNotNull();
    }

    private static String prefix(String photo) {
        return fixture.database().text("SELECT prefix FROM photo WHERE id = '%s'".formatted(HttpVisitor.id(photo)));
    }

    private static List<String> keys(String record) {
        return s3.keys(record.substring(1).replaceFirst("/status$", "/"));
    }

    private static Response get(String path) {
        return ada.api().request().get(path);
    }
}
