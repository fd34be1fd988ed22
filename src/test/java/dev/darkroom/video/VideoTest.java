package dev.darkroom.video;

import static dev.darkroom.video.Clips.accepted;
import static dev.darkroom.video.Clips.bytes;
import static dev.darkroom.video.Clips.upload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.darkroom.ffmpeg.FrameRate;
import dev.darkroom.ffmpeg.Transcoder;
import dev.darkroom.ffmpeg.VideoHeader;
import dev.darkroom.jobs.Jobs;
import dev.darkroom.media.FileStore;
import dev.darkroom.media.UploadType.Stored;
import dev.darkroom.media.UploadType.UploadRejected;
import dev.darkroom.testing.ApiVisitor;
import dev.darkroom.testing.Database;
import dev.darkroom.testing.Parallel;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class VideoTest {

    @ConfigProperty(name = "darkroom.home")
    Path home;

    @Inject
    Jobs jobs;

    @Inject
    Transcoder transcoder;

    @Inject
    TranscodeVideoHandler handler;

    @Inject
    @VideoFileStore.Videos
    FileStore files;

    private ApiVisitor visitor;

    @BeforeEach
    void sign_up() {
        visitor = ApiVisitor.signedUp();
    }

    @Test
    void a_video_is_transcoded_behind_the_answer_and_only_its_results_stay() throws IOException {
        JsonPath answer = upload(visitor, "durable", "one-frame-more.mp4")
                .then()
                .statusCode(202)
                .header("Location", endsWith("/status"))
                .header("Retry-After", equalTo("1"))
                .extract()
                .jsonPath();
        UUID id = answer.getUUID("videos[0].id");

        JsonPath status = visitor.awaitComplete(answer.getString("status"));

        assertThat(status.getMap("progress"))
                .containsEntry("step", "joining")
                .containsEntry("done", 2)
                .containsEntry("total", 2);
        assertThat(names(id))
                .hasSize(2)
                .anyMatch(name -> name.startsWith("video-"))
                .anyMatch(name -> name.startsWith("poster-"));
        assertThat(Database.count("video_segment WHERE video_id = '" + id + "'"))
                .isZero();
        assertThat(timeline(id)).contains("transcoding 1/2", "transcoding 2/2", "joining 2/2");
        visitor.request()
                .get("/videos/" + id + "/video")
                .then()
                .statusCode(200)
                .contentType("video/mp4")
                .header("Accept-Ranges", "bytes")
                .header("Cache-Control", containsString("immutable"));
        visitor.request()
                .get("/videos/" + id + "/poster")
                .then()
                .statusCode(200)
                .contentType("image/jpeg");
        visitor.request().get("/videos/" + id + "/frames/1").then().statusCode(404);
    }

    @Test
    void a_part_of_a_video_is_sent_as_206() {
        UUID id = accepted(visitor, "durable", "tiny.mp4");
        visitor.awaitComplete("/videos/" + id + "/status");

        Response part = visitor.request().header("Range", "bytes=4-7").get("/videos/" + id + "/video");

        part.then().statusCode(206).header("Content-Range", startsWith("bytes 4-7/"));
        assertThat(part.asString()).isEqualTo("ftyp");
    }

    @Test
    void an_inline_video_is_complete_in_the_answer() {
        upload(visitor, "inline", "tiny.mp4")
                .then()
                .statusCode(201)
                .body("videos[0].status", equalTo("complete"))
                .body("videos[0].links.job", nullValue())
                .body("videos[0].links.poster", endsWith("/poster"));
    }

    @Test
    void a_video_in_memory_is_transcoded_without_a_job() {
        UUID id = accepted(visitor, "volatile", "tiny.mp4");

        JsonPath status = visitor.awaitComplete("/videos/" + id + "/status");

        assertThat(status.getString("links.job")).isNull();
        assertThat(names(id)).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "durable, hostile/playlist.mp4, 415, 'This is not an MP4, MOV, M4V, 3GP, WebM, MKV or AVI video.'",
        "durable, hostile/hour-of-one-pixel.webm, 422, The video is longer than 600 s.",
        "durable, hostile/16000x16000.mp4, 422, '16000 × 16000 pixels: more than 8,294,400.'",
        "inline, browser.webm, 422, 'Inline, the request waits for all of it: at most 60 s.'",
    })
    void a_video_that_is_not_accepted_gets_a_sentence_and_nothing_is_stored(
            String mode, String clip, int status, String sentence) {
        upload(visitor, mode, clip)
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("detail", containsString(sentence))
                .body("videos[0].status", equalTo("refused"));

        assertThat(Database.count("video WHERE owner_id = '" + Database.idOf(visitor) + "'"))
                .isZero();
    }

    @Test
    void a_video_without_its_index_is_unreadable() {
        byte[] whole = bytes("h264-aac.mp4");
        byte[] begin = Arrays.copyOf(whole, 64);

        visitor.in("durable")
                .multiPart("files", "begin.mp4", begin)
                .post("/videos")
                .then()
                .statusCode(422)
                .body("detail", containsString("its index is missing or damaged"));
    }

    @Test
    void good_videos_of_a_request_are_accepted_and_a_bad_one_gets_a_reason() {
        JsonPath answer = visitor.in("durable")
                .multiPart("files", "a.mp4", bytes("tiny.mp4"))
                .multiPart("files", "b.mp4", "text".getBytes())
                .multiPart("files", "c.webm", bytes("odd.webm"))
                .post("/videos")
                .then()
                .statusCode(202)
                .header("Location", containsString("/status?videos="))
                .extract()
                .jsonPath();

        assertThat(answer.getList("videos.status")).containsExactly("processing", "processing", "refused");
        assertThat(answer.getInt("videos[2].problem.status")).isEqualTo(415);
        visitor.await(answer.getString("status"), many -> many.getList("videos.status")
                .equals(List.of("complete", "complete")));
    }

    @Test
    void a_repeated_key_gets_the_first_answer_and_another_video_422() {
        Response first = withKey("tiny.mp4", "tiny.mp4");
        Response again = withKey("tiny.mp4", "tiny.mp4");
        Response other = withKey("tiny.mp4", "odd.webm");

        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(again.asString()).isEqualTo(first.asString());
        again.then().header("Idempotency-Replayed", equalTo("true"));
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(Database.count("video WHERE owner_id = '" + Database.idOf(visitor) + "'"))
                .isOne();
    }

    /** Two requests at once wait for each other, so one of them sees the video of the other. */
    @Test
    void a_user_may_have_no_more_videos_than_the_limit() throws Exception {
        UUID owner = Database.idOf(visitor);
        accepted(visitor, "durable", "tiny.mp4");

        Jobs.Acceptance acceptance = jobs.acceptance();
        List<Integer> accepted = Parallel.run(2, () -> acceptWithin(2, owner, acceptance));

        assertThat(accepted).containsExactlyInAnyOrder(1, 0);
        assertThat(Database.count("video WHERE owner_id = '" + owner + "'")).isEqualTo(2);
    }

    private int acceptWithin(long limit, UUID owner, Jobs.Acceptance acceptance) {
        VideoHeader header = new VideoHeader(16, 16, 256, 1000L, new FrameRate(25, 1), Optional.empty());
        Stored<VideoHeader> video = new Stored<>(UUID.randomUUID(), "file", "a.mp4", "hash", header);
        try {
            return QuarkusTransaction.requiringNew().call(() -> {
                VideoUpload.checkNumber(owner, 1, limit);
                new Video(video, owner, 1, acceptance).persistAndFlush();
                return 1;
            });
        } catch (UploadRejected e) {
            assertThat(e).hasMessage("You can have at most 2 videos. Delete one of them first.");
            assertThat(e.status()).isEqualTo(409);
            return 0;
        }
    }

    @Test
    void a_video_that_is_cut_off_fails_for_good_and_only_its_original_stays() {
        byte[] whole = bytes("fragmented.mp4");
        UUID id = UUID.fromString(visitor.in("durable")
                .multiPart("files", "cut.mp4", Arrays.copyOf(whole, whole.length * 3 / 4))
                .post("/videos")
                .then()
                .statusCode(202)
                .extract()
                .path("videos[0].id"));

        JsonPath status = visitor.awaitFailed("/videos/" + id + "/status");

        assertThat(status.getString("error")).matches("the video is damaged at second [5-7] .*");
        assertThat(status.getInt("attempt")).isOne();
        assertThat(status.getString("links.retry")).isNull();
        await().until(() -> names(id).equals(List.of("original")));
        assertThat(Database.count("video_segment WHERE video_id = '" + id + "'"))
                .isZero();
    }

    @Test
    void a_picture_that_ends_before_the_header_says_is_complete_with_a_warning() {
        UUID id = accepted(visitor, "durable", "longer-sound.mp4");

        JsonPath status = visitor.awaitComplete("/videos/" + id + "/status");

        assertThat(status.getString("warning")).isEqualTo("The picture ends after 1.0 of 2.0 s.");
    }

    @Test
    void a_deleted_video_leaves_nothing() {
        UUID id = accepted(visitor, "durable", "tiny.mp4");
        visitor.awaitComplete("/videos/" + id + "/status");

        visitor.program().delete("/videos/" + id).then().statusCode(204);

        visitor.request().get("/videos/" + id + "/status").then().statusCode(404);
        visitor.request().get("/videos/" + id + "/video").then().statusCode(404);
        assertThat(home.resolve("videos").resolve(id.toString())).doesNotExist();
        visitor.program().delete("/videos/" + id).then().statusCode(404);
    }

    @Test
    void a_cancelled_video_leaves_no_file() {
        visitor.program().post("/lanes/video/pause").then().statusCode(204);
        try {
            UUID id = accepted(visitor, "durable", "tiny.mp4");
            String job = visitor.json("/videos/" + id + "/status").getString("links.job");

            visitor.program().post(job + "/cancel").then().statusCode(200);

            JsonPath status = visitor.json("/videos/" + id + "/status");
            assertThat(status.getString("phase")).isEqualTo("cancelled");
            assertThat(home.resolve("videos").resolve(id.toString())).doesNotExist();
        } finally {
            visitor.program().post("/lanes/video/resume").then().statusCode(204);
        }
    }

    @Test
    void the_video_of_another_visitor_is_not_found() {
        UUID id = accepted(visitor, "durable", "tiny.mp4");
        visitor.awaitComplete("/videos/" + id + "/status");
        ApiVisitor other = ApiVisitor.signedUp();

        for (String address : List.of("status", "video", "poster", "frames/1")) {
            other.request().get("/videos/" + id + "/" + address).then().statusCode(404);
        }
        other.program().delete("/videos/" + id).then().statusCode(404);
    }

    @Test
    void the_sample_is_listed_with_its_status() {
        visitor.program().post("/videos/samples").then().statusCode(202);

        JsonPath list = visitor.json("/videos");

        assertThat(list.getString("[0].name")).isEqualTo("regatta.mp4");
        assertThat(list.getInt("[0].status.progress.total")).isEqualTo(6);
        visitor.program().delete("/videos/" + list.getString("[0].id")).then().statusCode(204);
    }

    @Test
    void a_segment_of_another_version_is_encoded_again() throws Exception {
        UUID id = whileTheLaneIsPaused(video -> record(video, "of another version", 125));

        JsonPath status = visitor.awaitComplete("/videos/" + id + "/status");

        assertThat(status.getInt("attempt")).isOne();
        assertThat(status.getString("progress.kept")).isNull();
        assertThat(timeline(id)).contains("transcoding 1/2", "transcoding 2/2");
    }

    /** The file of the recorded segment has 25 frames. */
    @Test
    void a_joined_video_without_all_its_frames_is_not_published_and_all_is_encoded_again() throws Exception {
        UUID id = whileTheLaneIsPaused(video -> record(video, fingerprint(video), 125));

        JsonPath status = visitor.awaitComplete("/videos/" + id + "/status");

        assertThat(status.getInt("attempt")).isEqualTo(2);
        assertThat(timeline(id))
                .anyMatch(detail -> detail.startsWith("the segments have 126 frames, and the joined video 26"));
        assertThat(timeline(id)).contains("transcoding 0/2", "transcoding 1/2");
    }

    @Test
    void the_segments_of_a_dead_video_are_forgotten_after_a_day_and_swept_with_what_was_left_of_a_complete_one()
            throws Exception {
        UUID dead = whileTheLaneIsPaused(video -> {
            record(video, "any", 125);
            Database.sql("UPDATE video SET status = 'FAILED', error = 'broken', finished_at = now() - interval '23 h'"
                    + " WHERE id = '" + video + "'");
            Database.sql("UPDATE job SET state = 'DEAD', finished_at = now() WHERE key = '" + video + "'");
        });
        UUID complete = accepted(visitor, "durable", "tiny.mp4");
        visitor.awaitComplete("/videos/" + complete + "/status");
        Files.createFile(home.resolve("videos").resolve(complete.toString()).resolve("original"));

        handler.forgetOldSegments();
        sweep(dead, complete);

        assertThat(names(dead)).hasSize(2);
        assertThat(names(complete)).hasSize(2).noneMatch("original"::equals);
        Database.sql("UPDATE video SET finished_at = now() - interval '25 h' WHERE id = '" + dead + "'");
        handler.forgetOldSegments();
        sweep(dead, complete);
        assertThat(names(dead)).containsExactly("original");
        assertThat(Database.count("video_segment WHERE video_id = '" + dead + "'"))
                .isZero();
    }

    @Test
    void a_video_of_unknown_length_is_cut_off_with_a_warning() {
        VideoHeader header = new VideoHeader(16, 16, 256, null, new FrameRate(25, 1), Optional.empty());
        Transcoder.Source source = new Transcoder.Source(null, header, 125, 250, "any");

        assertThat(source.warning(250, true)).isEqualTo("The video is cut off at 10 s.");
        assertThat(source.warning(249, true)).isNull();
        assertThat(source.segments()).isZero();
    }

    /** Uploads a video of 126 frames, and prepares it before its job begins. */
    private UUID whileTheLaneIsPaused(Preparation preparation) throws Exception {
        visitor.program().post("/lanes/video/pause").then().statusCode(204);
        try {
            UUID id = accepted(visitor, "durable", "one-frame-more.mp4");
            preparation.prepare(id);
            return id;
        } finally {
            visitor.program().post("/lanes/video/resume").then().statusCode(204);
        }
    }

    private interface Preparation {
        void prepare(UUID video) throws Exception;
    }

    /** Records a first segment whose file has the 25 frames of another clip. */
    private void record(UUID video, String fingerprint, int frames) throws IOException {
        UUID token = UUID.randomUUID();
        Path run = Files.createDirectory(
                home.resolve("videos").resolve(video.toString()).resolve(token.toString()));
        Files.write(run.resolve("00000.mp4"), bytes("tiny.mp4"));
        Database.sql(
                "INSERT INTO video_segment (video_id, number, token, attempt, starts_at, ends_at, frames, fingerprint, last)"
                        + " VALUES ('%s', 0, '%s', 1, 0, 5000000, %d, '%s', false)"
                                .formatted(video, token, frames, fingerprint));
    }

    private String fingerprint(UUID video) throws Exception {
        String hash = Database.rows("SELECT content_hash FROM video WHERE id = '" + video + "'")
                .get(0)
                .toString();
        Path original = home.resolve("videos").resolve(video.toString()).resolve("original");
        return transcoder
                .source(original, hash, Duration.ofSeconds(5), Duration.ofMinutes(10))
                .fingerprint();
    }

    private Response withKey(String key, String clip) {
        return visitor.in("durable")
                .header("Idempotency-Key", '"' + key + '"')
                .multiPart("files", "a.mp4", bytes(clip))
                .post("/videos");
    }

    private List<String> timeline(UUID id) {
        return Database.rows(
                        "SELECT detail FROM job_event JOIN job ON job.id = job_id WHERE detail IS NOT NULL AND key = '"
                                + id + "'")
                .stream()
                .map(Object::toString)
                .toList();
    }

    /** A sweep by which all files are old. */
    private void sweep(UUID... ids) {
        files.sweep(
                Duration.ofMinutes(-1),
                id -> Optional.of(name -> !List.of(ids).contains(id)
                        || QuarkusTransaction.requiringNew()
                                .call(() -> Video.<Video>findById(id).lastingFiles())
                                .contains(name)));
    }

    private List<String> names(UUID id) {
        try (Stream<Path> files = Files.list(home.resolve("videos").resolve(id.toString()))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
