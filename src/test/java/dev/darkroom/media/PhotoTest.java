package dev.darkroom.media;

import static dev.darkroom.media.Uploads.accepted;
import static dev.darkroom.media.Uploads.assertSize;
import static dev.darkroom.media.Uploads.download;
import static dev.darkroom.media.Uploads.form;
import static dev.darkroom.media.Uploads.upload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import dev.darkroom.jobs.Jobs;
import dev.darkroom.status.StatusResource;
import dev.darkroom.testing.ApiVisitor;
import dev.darkroom.testing.Pictures;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
class PhotoTest {

    @Inject
    FileStore files;

    @Inject
    Upload.Settings settings;

    @Inject
    Jobs jobs;

    @ConfigProperty(name = "darkroom.home")
    Path home;

    @ParameterizedTest
    @CsvSource({"inline,201", "volatile,202", "durable,202"})
    void an_upload_becomes_three_renditions(String mode, int statusCode) {
        ApiVisitor visitor = ApiVisitor.signedUp();

        String address = upload(visitor, mode, "harbour.jpg", Pictures.jpeg(2000, 1000))
                .then()
                .statusCode(statusCode)
                .header("Location", endsWith("/status"))
                .extract()
                .path("photos[0].links.self");

        JsonPath status = visitor.awaitComplete(address);
        assertThat(status.getString("mode")).isEqualTo(mode);
        assertThat(status.getInt("progress.done")).isEqualTo(3);
        assertSize(visitor, status.getString("links.thumb"), 200, 100);
        assertSize(visitor, status.getString("links.medium"), 800, 400);
        assertSize(visitor, status.getString("links.large"), 1600, 800);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("goodPictures")
    void a_good_picture_is_resized_within_its_own_size(String name, byte[] file, int width, int height) {
        ApiVisitor visitor = ApiVisitor.signedUp();

        JsonPath status = visitor.awaitComplete(accepted(visitor, name, file));

        assertSize(visitor, status.getString("links.large"), width, height);
    }

    static Stream<Arguments> goodPictures() {
        return Stream.of(
                Arguments.of("small.png", Pictures.png(100, 50), 100, 50),
                Arguments.of("progressive.jpg", Pictures.progressiveJpeg(400, 300), 400, 300),
                Arguments.of("lossy.webp", Pictures.webp(), 1, 1),
                Arguments.of("lossless.webp", Pictures.losslessWebp(), 4, 2),
                Arguments.of("uniform.webp", Pictures.uniformWebp(300, 200), 300, 200),
                Arguments.of("jpeg.txt", Pictures.jpeg(300, 200), 300, 200));
    }

    @Test
    void a_sideways_picture_is_turned_upright() {
        ApiVisitor visitor = ApiVisitor.signedUp();

        BufferedImage large = large(visitor, "sideways.jpg", Pictures.sidewaysJpeg(400, 200));

        assertThat(List.of(large.getWidth(), large.getHeight())).containsExactly(200, 400);
        assertThat(isRed(large.getRGB(100, 50))).as("the left half is on top").isTrue();
        assertThat(isRed(large.getRGB(100, 350))).isFalse();
    }

    @Test
    void transparent_pixels_become_white() {
        ApiVisitor visitor = ApiVisitor.signedUp();

        BufferedImage large = large(visitor, "t.png", Pictures.transparentPng(300, 60));

        assertThat(large.getRGB(10, 10) & 0xF0F0F0).isEqualTo(0xF0F0F0);
    }

    @Test
    void an_original_is_downloaded_unchanged_as_an_attachment() {
        ApiVisitor visitor = ApiVisitor.signedUp();
        byte[] picture = Pictures.jpeg(50, 50);
        String address = visitor.awaitComplete(accepted(visitor, "my page.html", picture))
                .getString("links.original");

        Response response = visitor.request().get(address);

        assertThat(response.asByteArray()).isEqualTo(picture);
        response.then()
                .statusCode(200)
                .contentType("application/octet-stream")
                .header("Content-Disposition", "attachment; filename*=UTF-8''my%20page.html")
                .header("X-Content-Type-Options", "nosniff")
                .header("Cache-Control", startsWith("private"));
        visitor.request().delete(address.replace("/original", "")).then().statusCode(204);
        visitor.request().get(address).then().statusCode(404);
    }

    @Test
    void an_original_is_sent_to_its_owner_only() {
        ApiVisitor owner = ApiVisitor.signedUp();
        String original = owner.awaitComplete(accepted(owner, "mine.jpg", Pictures.jpeg(50, 50)))
                .getString("links.original");

        assertThat(ApiVisitor.signedUp().request().get(original).statusCode()).isEqualTo(404);
        assertThat(owner.request().get(original).statusCode()).isEqualTo(200);
    }

    @Test
    void the_original_of_a_failed_photo_can_be_downloaded() {
        ApiVisitor visitor = ApiVisitor.signedUp();
        byte[] file = Pictures.truncatedPng();
        JsonPath status = visitor.awaitFailed(accepted(visitor, "half.png", file));
        String original = status.getString("links.original");

        assertThat(visitor.request().get(original).asByteArray()).isEqualTo(file);
        visitor.browser().get("/photos").then().body(containsString("href=\"" + original + "\""));
    }

    @Test
    void a_webp_is_accepted_only_if_it_fits_into_memory() throws IOException {
        Upload upload = new Upload(files, settings, new DecodingMemory(10_000_000), jobs, home);
        Upload.Incoming small = incoming(Pictures.uniformWebp(1000, 1000));
        Upload.Incoming large = incoming(Pictures.uniformWebp(2000, 2000));
        Upload.Incoming jpeg = incoming(Pictures.jpeg(2000, 2000));

        assertThat(upload.store(small).header().pixels()).isEqualTo(1_000_000);
        assertThatThrownBy(() -> upload.store(large))
                .isInstanceOf(UploadRejected.class)
                .hasMessage("The picture has 2000 × 2000 pixels; the limit for WEBP is 2.0 million.");
        assertThat(upload.store(jpeg).header().canSkipPixels()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"durable,202", "inline,422"})
    void an_undecodable_picture_fails_without_a_retry(String mode, int statusCode) {
        ApiVisitor visitor = ApiVisitor.signedUp();

        upload(visitor, mode, "half.png", Pictures.truncatedPng()).then().statusCode(statusCode);

        JsonPath status = visitor.awaitFailed(visitor.json("/photos").getString("[0].status.links.self"));
        assertThat(status.getString("error")).contains("cannot be decoded");
        assertThat(status.getInt("attempt")).isEqualTo(1);
        if (mode.equals("durable")) {
            visitor.request()
                    .post(status.getString("links.job") + "/retry")
                    .then()
                    .statusCode(409);
        }
    }

    @Test
    void a_truncated_webp_fails_soon() {
        ApiVisitor visitor = ApiVisitor.signedUp();

        JsonPath status = visitor.awaitFailed(accepted(visitor, "a.webp", Pictures.truncatedWebp(3000, 2000)));

        assertThat(status.getString("error")).contains("cannot be decoded");
        assertThat(status.getInt("attempt")).isEqualTo(1);
    }

    @Test
    void good_files_of_a_request_are_accepted_and_each_bad_one_gets_a_reason() {
        ApiVisitor visitor = ApiVisitor.signedUp();

        JsonPath answer = form(visitor, "durable")
                .multiPart("files", "a.jpg", Pictures.jpeg(50, 50))
                .multiPart("files", "b.txt", "text".getBytes())
                .multiPart("files", "c.png", Pictures.png(50, 50))
                .post("/photos")
                .then()
                .statusCode(202)
                .header("Location", containsString("/status?photos="))
                .header("Retry-After", equalTo("1"))
                .extract()
                .jsonPath();

        assertThat(answer.getList("photos.status")).containsExactly("processing", "processing", "refused");
        assertThat(answer.getInt("photos[2].problem.status")).isEqualTo(415);
        JsonPath batch = visitor.await(answer.getString("status"), all -> all.getList("photos.status")
                .equals(List.of("complete", "complete")));
        assertThat(batch.getList("photos")).hasSize(2);
    }

    /** Checks both orders, as the database alone would return the same one twice. */
    @Test
    void photos_are_returned_in_the_order_of_their_files() {
        List<UUID> sent = form(ApiVisitor.signedUp(), "durable")
                .multiPart("files", "a.jpg", Pictures.jpeg(50, 50))
                .multiPart("files", "b.jpg", Pictures.jpeg(50, 50))
                .post("/photos")
                .jsonPath()
                .getList("photos.id", UUID.class);
        List<UUID> reversed = List.of(sent.get(1), sent.get(0));

        assertThat(found(sent)).isEqualTo(sent);
        assertThat(found(reversed)).isEqualTo(reversed);
    }

    @Test
    void more_photos_than_one_status_request_may_name_are_found_in_the_gallery() {
        List<String> ids =
                Collections.nCopies(StatusResource.MAX_IDS, UUID.randomUUID().toString());

        assertThat(UploadResource.location(ids)).startsWith("/status?photos=");
        assertThat(UploadResource.location(Collections.nCopies(ids.size() + 1, ids.get(0))))
                .isEqualTo("/photos");
    }

    @Test
    void files_rejected_for_different_reasons_get_422() {
        form(ApiVisitor.signedUp(), "durable")
                .multiPart("files", "a.jpg", new byte[0])
                .multiPart("files", "b.txt", "text".getBytes())
                .post("/photos")
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("photos.problem.status", equalTo(List.of(400, 415)));
    }

    @Test
    void a_form_without_files_or_without_its_token_gets_400() {
        ApiVisitor visitor = ApiVisitor.signedUp();

        form(visitor, "durable").multiPart("other", "x").post("/photos").then().statusCode(400);
        visitor.browser()
                .multiPart("files", "a.jpg", Pictures.jpeg(50, 50))
                .post("/photos")
                .then()
                .statusCode(400)
                .body(containsString("CSRF"));
        assertThat(visitor.json("/photos").getList("")).isEmpty();
    }

    @Test
    void the_three_samples_are_processed() {
        ApiVisitor visitor = ApiVisitor.signedUp();

        String all = visitor.in("durable")
                .post("/photos/samples")
                .then()
                .statusCode(202)
                .extract()
                .path("status");

        visitor.await(
                all, answer -> answer.getList("photos.status").equals(List.of("complete", "complete", "complete")));
    }

    @Test
    void copies_of_samples_that_are_not_accepted_are_removed() {
        ApiVisitor visitor = ApiVisitor.signedUp();
        String key = '"' + UUID.randomUUID().toString() + '"';

        samples(visitor, key).then().statusCode(202);
        samples(visitor, key).then().statusCode(202);
        samples(visitor, "bare").then().statusCode(400);

        assertThat(home.resolve("uploads")).isDirectoryNotContaining("glob:**/sample*");
    }

    @Test
    void the_photo_of_another_visitor_is_not_found() {
        ApiVisitor owner = ApiVisitor.signedUp();
        ApiVisitor other = ApiVisitor.signedUp();
        JsonPath status = owner.awaitComplete(accepted(owner, "mine.jpg", Pictures.jpeg(50, 50)));
        String id = status.getString("id");
        String job = status.getString("links.job");

        for (String address : List.of("/photos/" + id + "/status", "/photos/" + id + "/thumb", job)) {
            other.request().get(address).then().statusCode(404);
            owner.request().get(address).then().statusCode(200);
        }
        other.request().delete("/photos/" + id).then().statusCode(404);
        other.request().post(job + "/retry").then().statusCode(404);
        assertThat(other.json("/status?photos=" + id).getList("photos")).isEmpty();
        other.request().get("/photos/" + UUID.randomUUID() + "/status").then().statusCode(404);
        other.request().get("/photos/not-an-id/status").then().statusCode(404);
    }

    private Upload.Incoming incoming(byte[] content) throws IOException {
        return new Upload.Incoming("picture", Files.write(Files.createTempFile(home, "upload", null), content));
    }

    private static List<UUID> found(List<UUID> ids) {
        return QuarkusTransaction.requiringNew().call(() -> {
            UUID owner = Photo.<Photo>findById(ids.get(0)).ownerId;
            return Photo.findOwned(ids, owner).stream().map(Photo::id).toList();
        });
    }

    private static Response samples(ApiVisitor visitor, String key) {
        return visitor.in("durable").header("Idempotency-Key", key).post("/photos/samples");
    }

    private static BufferedImage large(ApiVisitor visitor, String name, byte[] file) {
        JsonPath status = visitor.awaitComplete(accepted(visitor, name, file));
        return Pictures.decode(download(visitor, status.getString("links.large")));
    }

    private static boolean isRed(int rgb) {
        return (rgb >> 16 & 0xFF) > 128 && (rgb & 0xFF) < 128;
    }
}
