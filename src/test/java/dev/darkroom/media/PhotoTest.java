package dev.darkroom.media;

import static dev.darkroom.media.PhotoUploads.accepted;
import static dev.darkroom.media.PhotoUploads.assertSize;
import static dev.darkroom.media.PhotoUploads.download;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.darkroom.status.StatusResource;
import dev.darkroom.testing.ApiVisitor;
import dev.darkroom.testing.Database;
import dev.darkroom.testing.Parallel;
import dev.darkroom.testing.Pictures;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class PhotoTest {

    /** All connections but eight. */
    private static final int ALLOWED = 32;

    @ConfigProperty(name = "darkroom.home")
    Path home;

    @Inject
    AgroalDataSource pool;

    private ApiVisitor visitor;

    @BeforeEach
    void signUp() {
        visitor = ApiVisitor.signedUp();
    }

    @ParameterizedTest
    @CsvSource({"inline,201", "volatile,202", "durable,202"})
    void an_upload_becomes_three_renditions(String mode, int statusCode) {
        String address = visitor.upload(mode, "harbour.jpg", Pictures.jpeg(2000, 1000))
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

    @Test
    void an_original_is_downloaded_unchanged_as_an_attachment() {
        byte[] picture = Pictures.jpeg(50, 50);
        String original =
                visitor.json(accepted(visitor, "my page.html", picture)).getString("links.original");

        Response response = visitor.request().get(original);

        assertThat(response.asByteArray()).isEqualTo(picture);
        response.then()
                .statusCode(200)
                .contentType("application/octet-stream")
                .header("Content-Disposition", "attachment; filename*=UTF-8''my%20page.html")
                .header("X-Content-Type-Options", "nosniff")
                .header("Cache-Control", startsWith("private"));
    }

    /** RFC 9110, section 14. Several ranges and malformed ones are ignored. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    bytes=0-0                      |              | 206 | 0    | 1
                    bytes=0-9                      |              | 206 | 0    | 10
                    BYTES=1999-1999                |              | 206 | 1999 | 2000
                    bytes=1990-                    |              | 206 | 1990 | 2000
                    bytes=1990-999999              |              | 206 | 1990 | 2000
                    bytes=0-999999999999999999     |              | 206 | 0    | 2000
                    bytes=-1                       |              | 206 | 1999 | 2000
                    bytes=-2000                    |              | 206 | 0    | 2000
                    bytes=-9999                    |              | 206 | 0    | 2000
                    bytes=2000-                    |              | 416 |      |
                    bytes=2000-2010                |              | 416 |      |
                    bytes=-0                       |              | 416 |      |
                    bytes=0-0,5-6                  |              | 200 | 0    | 2000
                    bytes=5-4                      |              | 200 | 0    | 2000
                    bytes=-                        |              | 200 | 0    | 2000
                    bytes=a-b                      |              | 200 | 0    | 2000
                    bytes=0-9999999999999999999999 |              | 200 | 0    | 2000
                    lines=0-1                      |              | 200 | 0    | 2000
                    bytes=0-0                      | "original"   | 206 | 0    | 1
                    bytes=2000-                    | "original"   | 416 |      |
                    bytes=0-0                      | "other"      | 200 | 0    | 2000
                    bytes=2000-                    | "other"      | 200 | 0    | 2000
                    bytes=0-0                      | W/"original" | 200 | 0    | 2000
                    bytes=0-0                      | Thu, 01 Jan 2026 00:00:00 GMT | 200 | 0 | 2000
                    """)
    void a_request_for_a_range_gets_that_part_of_the_file(
            String range, String ifRange, int status, Integer from, Integer to) {
        byte[] picture = Arrays.copyOf(Pictures.jpeg(50, 50), 2000);
        String original = visitor.json(accepted(visitor, "a.jpg", picture)).getString("links.original");
        Map<String, String> headers = ifRange == null ? Map.of() : Map.of("If-Range", ifRange);

        Response answer =
                visitor.request().header("Range", range).headers(headers).get(original);

        answer.then().statusCode(status);
        assertThat(answer.header("Content-Range"))
                .isEqualTo(
                        switch (status) {
                            case 206 -> "bytes %d-%d/2000".formatted(from, to - 1);
                            case 416 -> "bytes */2000";
                            default -> null;
                        });
        if (status < 400) {
            assertThat(answer.asByteArray()).isEqualTo(Arrays.copyOfRange(picture, from, to));
            answer.then()
                    .header("Content-Length", Integer.toString(to - from))
                    .header("Accept-Ranges", "bytes")
                    .header("ETag", "\"original\"")
                    .header("Cache-Control", "private, max-age=31536000, immutable");
        } else {
            answer.then().contentType("application/problem+json").header("Cache-Control", "private, no-cache");
        }
    }

    @Test
    void a_rendition_answers_a_range_under_the_tag_of_its_file() {
        String thumb = visitor.awaitComplete(accepted(visitor, "a.jpg", Pictures.jpeg(50, 50)))
                .getString("links.thumb");
        byte[] whole = download(visitor, thumb);
        String tag = visitor.request().get(thumb).header("ETag");
        assertThat(tag).matches("\"thumb-[0-9a-f]{16}\\.jpg\"");

        Response last = visitor.request()
                .header("Range", "bytes=-2")
                .header("If-Range", tag)
                .get(thumb);

        last.then().statusCode(206).contentType("image/jpeg").header("X-Content-Type-Options", "nosniff");
        assertThat(last.asByteArray()).isEqualTo(Arrays.copyOfRange(whole, whole.length - 2, whole.length));
    }

    /** A range is defined for GET only. */
    @Test
    void the_headers_of_a_file_are_those_of_the_whole() {
        String original =
                visitor.json(accepted(visitor, "a.jpg", Pictures.jpeg(50, 50))).getString("links.original");

        visitor.request()
                .header("Range", "bytes=0-0")
                .head(original)
                .then()
                .statusCode(200)
                .header("Content-Range", nullValue())
                .header("Accept-Ranges", "bytes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    filename="a.jpg"; filename*=UTF-8''%e2%82%ac%20b.jpg  | € b.jpg
                    filename*=utf-8'en'%C3%A4+1.jpg; filename="a.jpg"     | ä+1.jpg
                    filename*=ISO-8859-1''%e4.jpg                         | ä.jpg
                    filename="a.jpg"; filename*=no-charset''%e4.jpg       | a.jpg
                    filename="a.jpg"; filename*=UTF-8''%zz                | a.jpg
                    filename="a \\"b\\" c.jpg"                            | a "b" c.jpg
                    filename="a %22b%22.jpg"                              | a "b".jpg
                    filename="a; filename*=UTF-8''b.jpg"                  | a; filename*=UTF-8''b.jpg
                    filename="C:\\pictures\\a.jpg"                        | a.jpg
                    filename=a.jpg                                        | a.jpg
                    filename="ä.jpg"                                      | ä.jpg
                    """)
    void a_file_keeps_its_name(String parameters, String name) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(
                ("--b\r\nContent-Disposition: form-data; name=\"files\"; " + parameters + "\r\n\r\n").getBytes(UTF_8));
        body.write(Pictures.jpeg(10, 10));
        body.write("\r\n--b--\r\n".getBytes(UTF_8));

        visitor.in("durable")
                .header("Content-Type", "multipart/form-data; boundary=b")
                .body(body.toByteArray())
                .post("/photos")
                .then()
                .statusCode(202)
                .body("photos[0].name", equalTo(name));
    }

    @ParameterizedTest
    @CsvSource({"durable,202", "inline,422"})
    void an_undecodable_picture_fails_without_a_retry_and_keeps_its_original(String mode, int statusCode) {
        byte[] file = Pictures.unreadablePng();
        visitor.upload(mode, "half.png", file).then().statusCode(statusCode);

        JsonPath status = visitor.awaitFailed(visitor.json("/photos").getString("[0].status.links.self"));
        assertThat(status.getString("error")).contains("cannot be decoded");
        assertThat(status.getInt("attempt")).isEqualTo(1);
        assertThat(status.getString("links.retry")).isNull();
        String original = status.getString("links.original");
        assertThat(visitor.request().get(original).asByteArray()).isEqualTo(file);
        visitor.browser().get("/photos").then().body(containsString("href=\"" + original + "\""));
    }

    /** The accepted uploads wait for a lock, each with a connection. */
    @Test
    void a_flood_of_uploads_leaves_connections_to_the_workers_and_what_is_too_much_gets_503() throws Exception {
        Database.sql("INSERT INTO paused_lane (lane, paused_by) VALUES ('MAIL', 'test')");
        visitor.in("durable").post("/me/welcome").then().statusCode(202);
        Queue<Response> answers = new ConcurrentLinkedQueue<>();
        CompletableFuture<?> flood;
        try (Connection other = pool.getConnection();
                Statement lock = other.createStatement()) {
            other.setAutoCommit(false);
            lock.execute("LOCK TABLE photo IN SHARE ROW EXCLUSIVE MODE");
            flood = CompletableFuture.runAsync(() -> Parallel.run(
                    ALLOWED + 1, () -> answers.add(visitor.upload("durable", "a.jpg", Pictures.jpeg(50, 50)))));
            await().until(() -> Database.count("pg_locks WHERE NOT granted") == ALLOWED);

            Database.sql("DELETE FROM paused_lane");
            visitor.awaitComplete("/me/status");
            await("a refusal").until(() -> !answers.isEmpty());
            answers.remove().then().statusCode(503).header("Retry-After", "2");
            other.rollback();
        }
        flood.join();
        assertThat(answers).hasSize(ALLOWED).allMatch(answer -> answer.statusCode() == 202);
    }

    @Test
    void a_picture_that_is_cut_off_is_complete_with_a_warning() {
        JsonPath status = visitor.awaitComplete(accepted(visitor, "half.png", Pictures.truncatedPng()));

        assertThat(status.getString("warning"))
                .isEqualTo("The file ends early: the lower part of the picture is missing.");
        assertThat(status.getString("error")).isNull();
        assertSize(visitor, status.getString("links.large"), 600, 400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\\0\\0\\0\\030ftypheic\\0\\0\\0\\0mif1heic | HEIC is not supported. On an iPhone choose Settings, Camera, Formats, Most Compatible.",
                "\\0\\0\\0\\030ftypavif\\0\\0\\0\\0mif1avif | AVIF is not supported.",
                "GIF89a\\001\\0\\001\\0\\0\\0\\0 | GIF is not supported.",
                "II*\\0\\010\\0\\0\\0 | TIFF is not supported.",
                "BM\\0\\0\\0\\0\\0\\0 | BMP is not supported.",
                "%PDF-1.7 | A PDF is not supported.",
                "<?xml version='1.0'?><svg xmlns='x'/> | SVG is not supported."
            })
    void another_format_is_refused_with_what_to_do(String head, String sentence) {
        byte[] file = Pictures.ascii(head.translateEscapes() + "x".repeat(100));

        visitor.upload("durable", "picture.heic", file)
                .then()
                .statusCode(415)
                .body("detail", startsWith("picture.heic: " + sentence));
    }

    @Test
    void a_truncated_webp_fails_soon() {
        JsonPath status = visitor.awaitFailed(accepted(visitor, "a.webp", Pictures.truncatedWebp(3000, 2000)));

        assertThat(status.getString("error")).contains("cannot be decoded");
        assertThat(status.getInt("attempt")).isEqualTo(1);
    }

    @Test
    void good_files_of_a_request_are_accepted_and_each_bad_one_gets_a_reason() {
        JsonPath answer = visitor.in("durable")
                .multiPart("files", "a.txt", Pictures.jpeg(50, 50))
                .multiPart("files", "b.jpg", "text".getBytes())
                .multiPart("files", "c.png", Pictures.png(50, 50))
                .multiPart("files", "d.webp", Pictures.webp())
                .post("/photos")
                .then()
                .statusCode(202)
                .header("Location", containsString("/status?photos="))
                .header("Retry-After", equalTo("1"))
                .extract()
                .jsonPath();

        assertThat(answer.getList("photos.status"))
                .containsExactly("processing", "processing", "processing", "refused");
        assertThat(answer.getInt("photos[3].problem.status")).isEqualTo(415);
        awaitThreeComplete(answer.getString("status"));
    }

    /** Checks both orders, as the database alone would return the same one twice. */
    @Test
    void photos_are_found_in_the_order_of_the_ids() {
        List<UUID> sent = visitor.in("durable")
                .multiPart("files", "a.jpg", Pictures.jpeg(50, 50))
                .multiPart("files", "b.jpg", Pictures.jpeg(50, 50))
                .post("/photos")
                .jsonPath()
                .getList("photos.id", UUID.class);
        UUID owner = Database.idOf(visitor);

        for (List<UUID> ids : List.of(sent, List.of(sent.get(1), sent.get(0)))) {
            List<Photo> found =
                    QuarkusTransaction.requiringNew().call(() -> UploadedRecord.find(Photo.class, ids, owner));
            assertThat(found).extracting(Photo::id).isEqualTo(ids);
        }
    }

    @Test
    void more_photos_than_one_status_request_may_name_are_found_in_the_gallery() {
        Photo photo = new Photo();
        photo.id = UUID.randomUUID();
        List<Photo> photos = Collections.nCopies(StatusResource.MAX_IDS + 1, photo);

        assertThat(Uploads.location("/photos", photos.subList(1, photos.size())))
                .startsWith("/status?photos=");
        assertThat(Uploads.location("/photos", photos)).isEqualTo("/photos");
    }

    @Test
    void two_hundred_and_one_bad_files_get_a_reason_each_and_nothing_is_stored() {
        RequestSpecification form = visitor.in("durable").multiPart("files", "a.jpg", new byte[0]);
        for (int i = 0; i < 200; i++) {
            form.multiPart("files", i + ".txt", "text".getBytes());
        }

        form.post("/photos")
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("photos.problem.status", hasSize(201))
                .body("photos.problem.status", hasItems(400, 415));

        assertThat(visitor.json("/photos").getList("")).isEmpty();
    }

    @Test
    void a_form_without_files_gets_400() {
        visitor.in("durable").multiPart("other", "x").post("/photos").then().statusCode(400);
    }

    @Test
    void the_three_samples_are_processed_and_all_their_copies_are_removed() {
        String key = '"' + UUID.randomUUID().toString() + '"';

        String first = samples(key).then().statusCode(202).extract().path("status");
        samples(key).then().statusCode(202);
        samples("bare").then().statusCode(400);

        assertThat(home.resolve("uploads")).isDirectoryNotContaining("glob:**/sample*");
        awaitThreeComplete(first);
    }

    @Test
    void a_lost_photo_names_the_process_that_alone_knew_about_it() {
        UUID process = UUID.randomUUID();
        Database.sql("INSERT INTO process_run (id, name, role, ended_at) VALUES ('" + process
                + "', 'process 8233-test', 'ALL', now())");
        store("VOLATILE", process, 0);

        assertGallery("Only process 8233-test knew about this photo.");
    }

    @Test
    void a_photo_is_shown_from_its_first_rendition_on() {
        UUID waiting = store("DURABLE", UUID.randomUUID(), 0);
        UUID photo = store("DURABLE", UUID.randomUUID(), 1);

        assertGallery("src=\"/photos/" + photo + "/large\"");
        visitor.browser().get("/photos").then().body(not(containsString("src=\"/photos/" + waiting)));
    }

    @Test
    void an_original_is_sent_to_its_owner_only() {
        String original = visitor.awaitComplete(accepted(visitor, "mine.jpg", Pictures.jpeg(50, 50)))
                .getString("links.original");

        ApiVisitor.signedUp().request().get(original).then().statusCode(404);
        visitor.request().get(original).then().statusCode(200);
    }

    @Test
    void the_photo_of_another_visitor_is_not_found() {
        ApiVisitor other = ApiVisitor.signedUp();
        JsonPath status = visitor.awaitComplete(accepted(visitor, "mine.jpg", Pictures.jpeg(50, 50)));

        for (String link : List.of("self", "thumb")) {
            String address = status.getString("links." + link);
            other.request().get(address).then().statusCode(404);
            visitor.request().get(address).then().statusCode(200);
        }
        assertThat(other.json("/status?photos=" + status.getString("id")).getList("photos"))
                .isEmpty();
        other.request().get("/photos/" + UUID.randomUUID() + "/status").then().statusCode(404);
        other.request().get("/photos/not-an-id/status").then().statusCode(404);
    }

    /** A photo that has not ended. Nothing works on it. */
    private UUID store(String mode, UUID process, int done) {
        UUID id = UUID.randomUUID();
        Database.sql(
                """
                INSERT INTO photo (id, owner_id, name, content_hash, width, height, status, mode, process_run, done, total,
                                   rejected, accepted_at)
                VALUES ('%s', '%s', 'sea.jpg', 'hash', 1, 1, 'PROCESSING', '%s', '%s', %d, 3, false, now())"""
                        .formatted(id, Database.idOf(visitor), mode, process, done));
        return id;
    }

    private void assertGallery(String text) {
        visitor.browser().get("/photos").then().statusCode(200).body(containsString(text));
    }

    private void awaitThreeComplete(String statuses) {
        visitor.await(statuses, all -> all.getList("photos.status").equals(Collections.nCopies(3, "complete")));
    }

    private Response samples(String key) {
        return visitor.in("durable").header("Idempotency-Key", key).post("/photos/samples");
    }
}
