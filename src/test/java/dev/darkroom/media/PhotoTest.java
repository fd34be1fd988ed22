package dev.darkroom.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import dev.darkroom.jobs.Failure;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobEvent;
import dev.darkroom.jobs.JobEvent.Step;
import dev.darkroom.jobs.Jobs;
import dev.darkroom.status.StatusResource;
import dev.darkroom.testing.ApiVisitor;
import dev.darkroom.testing.HostileFile;
import dev.darkroom.testing.HostileFiles;
import dev.darkroom.testing.Pictures;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.LogConfig;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class PhotoTest {

    private static final int APP1 = 0xFFE1;
    private static final int COMMENT = 0xFFFE;
    private static final int SCAN = 0xFFDA;

    @Inject
    FileStore files;

    @Inject
    FileSweeper sweeper;

    @Inject
    Upload.Settings settings;

    @Inject
    Jobs jobs;

    @Inject
    PhotoDeletion album;

    @Inject
    EntityManager database;

    @Inject
    ImageResizer enlarger;

    @ConfigProperty(name = "darkroom.home")
    Path home;

    @ParameterizedTest
    @CsvSource({"inline,201", "volatile,202", "durable,202"})
    void a_photo_is_taken_and_becomes_three_pictures(String mode, int answer) {
        ApiVisitor guest = ApiVisitor.signedUp();

        String address = upload(guest, mode, "harbour.jpg", Pictures.jpeg(2000, 1000))
                .then()
                .statusCode(answer)
                .header("Location", endsWith("/status"))
                .extract()
                .jsonPath()
                .getString("photos[0].links.self");

        JsonPath status = guest.awaitComplete(address);
        assertThat(status.getString("mode")).isEqualTo(mode);
        assertThat(status.getInt("progress.done")).isEqualTo(3);
        assertSize(guest, status.getString("links.thumb"), 200, 100);
        assertSize(guest, status.getString("links.medium"), 800, 400);
        assertSize(guest, status.getString("links.large"), 1600, 800);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("goodPictures")
    void a_good_picture_is_resized_within_its_own_size(String name, byte[] file, int width, int height) {
        ApiVisitor guest = ApiVisitor.signedUp();

        JsonPath status = guest.awaitComplete(accepted(guest, name, file));

        assertSize(guest, status.getString("links.large"), width, height);
    }

    static Stream<Arguments> goodPictures() {
        return Stream.of(
                Arguments.of("small.png", Pictures.png(100, 50), 100, 50),
                Arguments.of("transparent.png", Pictures.transparentPng(300, 60), 300, 60),
                Arguments.of("dot.webp", Pictures.webp(), 1, 1),
                Arguments.of("plain.webp", Pictures.uniformWebp(300, 200), 300, 200),
                Arguments.of("sideways.jpg", Pictures.sidewaysJpeg(400, 200), 200, 400),
                Arguments.of("lies.txt", Pictures.jpeg(300, 200), 300, 200));
    }

    @Test
    void a_sideways_picture_stands_upright() {
        ApiVisitor guest = ApiVisitor.signedUp();

        JsonPath status = guest.awaitComplete(accepted(guest, "sideways.jpg", Pictures.sidewaysJpeg(400, 200)));

        BufferedImage large = download(guest, status.getString("links.large"));
        assertThat(isRed(large.getRGB(100, 50)))
                .as("the left half, turned clockwise, is on top")
                .isTrue();
        assertThat(isRed(large.getRGB(100, 350))).isFalse();
    }

    @Test
    void a_rendition_of_a_telling_jpeg_tells_nothing_and_stands_upright() {
        assertTellsNothing("telling.jpg", HostileFiles.tellingJpeg(), 200, 400);
    }

    @Test
    void a_rendition_of_a_telling_png_tells_nothing() {
        assertTellsNothing("telling.png", HostileFiles.tellingPng(), 400, 200);
    }

    private static void assertTellsNothing(String name, byte[] file, int width, int height) {
        ApiVisitor guest = ApiVisitor.signedUp();
        assertThat(new String(file, StandardCharsets.ISO_8859_1)).contains(HostileFile.STOWAWAY);

        JsonPath status = guest.awaitComplete(accepted(guest, name, file));

        for (String rendition : List.of("thumb", "medium", "large")) {
            byte[] bytes =
                    guest.request().get(status.getString("links." + rendition)).asByteArray();
            assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
                    .as(rendition)
                    .doesNotContain(HostileFile.STOWAWAY, "Exif", "ns.adobe.com");
            assertThat(segments(bytes)).as(rendition).doesNotContain(APP1, COMMENT);
        }
        assertSize(guest, status.getString("links.large"), width, height);
    }

    /** The markers before the first scan. */
    private static List<Integer> segments(byte[] jpeg) {
        List<Integer> markers = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(jpeg, 2, jpeg.length - 2);
        while (markers.isEmpty() || markers.get(markers.size() - 1) != SCAN) {
            markers.add(in.getShort() & 0xFFFF);
            in.position(in.position() + (in.getShort(in.position()) & 0xFFFF));
        }
        return markers;
    }

    @Test
    void an_original_is_downloaded_as_it_was_under_a_safe_name_and_never_shown() {
        ApiVisitor guest = ApiVisitor.signedUp();
        byte[] picture = Pictures.jpeg(50, 50);
        String address =
                guest.awaitComplete(accepted(guest, "page.html", picture)).getString("links.original");

        Response answer = guest.request().get(address);

        assertThat(answer.asByteArray()).isEqualTo(picture);
        answer.then()
                .statusCode(200)
                .contentType("application/octet-stream")
                .header("Content-Disposition", "attachment; filename*=UTF-8''page.html")
                .header("X-Content-Type-Options", "nosniff")
                .header("Cache-Control", startsWith("private"));
        ApiVisitor.signedUp().request().get(address).then().statusCode(404);
        guest.request().delete(address.replace("/original", "")).then().statusCode(204);
        guest.request().get(address).then().statusCode(404);
    }

    @Test
    void an_original_is_at_hand_also_of_a_photo_that_failed_and_on_the_page() {
        ApiVisitor guest = ApiVisitor.signedUp();
        byte[] half = Pictures.truncatedPng();
        JsonPath status = guest.awaitFailed(accepted(guest, "half.jpg", half));

        Response answer = guest.request().get(status.getString("links.original"));

        assertThat(answer.asByteArray()).isEqualTo(half);
        answer.then().header("Content-Disposition", endsWith("''half.jpg"));
        guest.browser()
                .get("/photos")
                .then()
                .body(containsString("href=\"" + status.getString("links.original") + "\""));
    }

    @Test
    void what_was_transparent_is_white_paper() {
        ApiVisitor guest = ApiVisitor.signedUp();

        JsonPath status = guest.awaitComplete(accepted(guest, "t.png", Pictures.transparentPng(300, 60)));

        assertThat(download(guest, status.getString("links.medium")).getRGB(10, 10) & 0xF0F0F0)
                .isEqualTo(0xF0F0F0);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badFiles")
    void a_bad_file_is_told_and_nothing_is_stored(String name, byte[] file, int refusal, String told)
            throws IOException {
        ApiVisitor guest = ApiVisitor.signedUp();
        long before = stored();

        upload(guest, "durable", name, file)
                .then()
                .statusCode(refusal)
                .contentType("application/problem+json")
                .body("photos[0].problem.detail", containsString(told));

        assertThat(guest.json("/photos").getList("")).isEmpty();
        assertThat(stored()).isEqualTo(before);
    }

    static Stream<Arguments> badFiles() {
        return Stream.of(
                Arguments.of("empty.jpg", new byte[0], 400, "empty"),
                Arguments.of("text.jpg", "not a picture".getBytes(), 415, "not a JPEG"),
                Arguments.of("movie.gif", Pictures.gif(), 415, "not a JPEG"),
                Arguments.of("bomb.png", Pictures.pngThatClaims(30_000, 30_000), 422, "30000 × 30000"),
                Arguments.of(
                        "stump.jpg", new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE0}, 422, "damaged"),
                Arguments.of("huge.jpg", new byte[26 * 1024 * 1024], 413, "larger than 25 MB"));
    }

    @Test
    void a_format_that_is_decoded_as_a_whole_is_taken_only_if_it_fits_into_memory() throws IOException {
        Upload upload = new Upload(files, settings, new DecodingMemory(10_000_000), jobs);
        Path small = file(Pictures.uniformWebp(1000, 1000));
        Path large = file(Pictures.uniformWebp(2000, 2000));

        assertThat(upload.store(new Upload.Incoming("small.webp", small))
                        .header()
                        .pixels())
                .isEqualTo(1_000_000);
        assertThatThrownBy(() -> upload.store(new Upload.Incoming("large.webp", large)))
                .isInstanceOf(UploadRejected.class)
                .hasMessageContaining("2000 × 2000")
                .hasMessageContaining("2.0 million");
        assertThat(upload.store(new Upload.Incoming("large.jpg", file(Pictures.jpeg(2000, 2000))))
                        .header()
                        .canSkipPixels())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"durable,202", "inline,422"})
    void what_only_decoding_tells_is_failed_and_not_tried_again(String mode, int answer) {
        ApiVisitor guest = ApiVisitor.signedUp();

        upload(guest, mode, "half.jpg", Pictures.truncatedPng()).then().statusCode(answer);

        JsonPath status = guest.awaitFailed(guest.json("/photos").getString("[0].status.links.self"));
        assertThat(status.getString("error")).contains("cannot be decoded");
        assertThat(status.getInt("attempt")).isEqualTo(1);
        if (mode.equals("durable")) {
            guest.request()
                    .post(status.getString("links.job") + "/retry")
                    .then()
                    .statusCode(409);
        }
    }

    /** Its decoder would go on for a minute, and another one for the next of its kind. */
    @Test
    void a_webp_that_ends_before_its_picture_does_is_failed_soon() {
        ApiVisitor guest = ApiVisitor.signedUp();

        String photo = accepted(guest, "a.webp", Pictures.webpThatEndsEarly(3000, 2000));

        JsonPath status = guest.awaitFailed(photo);
        assertThat(status.getString("error")).contains("cannot be decoded");
        assertThat(status.getInt("attempt")).isEqualTo(1);
    }

    @Test
    void of_several_files_the_good_ones_are_accepted_and_the_others_told() {
        ApiVisitor guest = ApiVisitor.signedUp();

        JsonPath answer = form(guest, "durable")
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
        JsonPath batch = guest.await(answer.getString("status"), all -> all.getList("photos.status")
                .equals(List.of("complete", "complete")));
        assertThat(batch.getList("photos")).hasSize(2);
    }

    /** Both orders: the database alone would answer both times in the same one. */
    @Test
    void an_answer_tells_of_photos_in_the_order_in_which_they_were_sent() {
        List<UUID> sent = form(ApiVisitor.signedUp(), "durable")
                .multiPart("files", "a.jpg", Pictures.jpeg(50, 50))
                .multiPart("files", "b.jpg", Pictures.jpeg(50, 50))
                .post("/photos")
                .jsonPath()
                .getList("photos.id", UUID.class);
        List<UUID> turned = List.of(sent.get(1), sent.get(0));

        assertThat(found(sent)).isEqualTo(sent);
        assertThat(found(turned)).isEqualTo(turned);
    }

    @Test
    void of_more_files_than_statuses_are_told_at_once_the_gallery_tells() {
        ApiVisitor guest = ApiVisitor.signedUp();
        byte[] picture = Pictures.jpeg(8, 8);
        RequestSpecification form = form(guest, "durable");
        for (int i = 0; i <= StatusResource.MOST; i++) {
            form.multiPart("files", i + ".jpg", picture);
        }

        JsonPath answer = form.post("/photos")
                .then()
                .statusCode(202)
                .header("Location", endsWith("/photos"))
                .extract()
                .jsonPath();

        assertThat(answer.getList("photos")).hasSize(201);
        assertThat(answer.getString("status")).isEqualTo("/photos");
        assertThat(guest.json("/photos").getList("")).isNotEmpty();
    }

    @Test
    void several_bad_files_of_different_sorts_are_unprocessable() {
        form(ApiVisitor.signedUp(), "durable")
                .multiPart("files", "a.jpg", new byte[0])
                .multiPart("files", "b.txt", "text".getBytes())
                .post("/photos")
                .then()
                .statusCode(422);
    }

    @Test
    void a_form_without_files_or_without_its_token_is_refused() {
        ApiVisitor guest = ApiVisitor.signedUp();

        form(guest, "durable").multiPart("other", "x").post("/photos").then().statusCode(400);
        guest.browser()
                .multiPart("files", "a.jpg", Pictures.jpeg(50, 50))
                .post("/photos")
                .then()
                .statusCode(400)
                .body(containsString("CSRF"));
        assertThat(guest.json("/photos").getList("")).isEmpty();
    }

    @Test
    void a_name_is_only_shown_and_never_a_path() {
        ApiVisitor guest = ApiVisitor.signedUp();

        upload(guest, "durable", "../../etc/passwd.jpg", Pictures.jpeg(20, 20))
                .then()
                .statusCode(202);

        assertThat(guest.json("/photos").getString("[0].name")).isEqualTo("passwd.jpg");
    }

    @Test
    void the_three_samples_develop() {
        ApiVisitor guest = ApiVisitor.signedUp();

        String all = guest.in("durable")
                .post("/photos/samples")
                .then()
                .statusCode(202)
                .extract()
                .path("status");

        guest.await(all, answer -> answer.getList("photos.status").equals(List.of("complete", "complete", "complete")));
    }

    @Test
    void of_samples_that_are_not_taken_no_copy_stays() {
        ApiVisitor guest = ApiVisitor.signedUp();
        String key = '"' + UUID.randomUUID().toString() + '"';

        samples(guest, key).then().statusCode(202);
        samples(guest, key).then().statusCode(202);
        samples(guest, "bare").then().statusCode(400);

        assertThat(home.resolve("uploads")).isDirectoryNotContaining("glob:**/sample*");
    }

    @Test
    void somebody_elses_photo_is_not_there() {
        ApiVisitor owner = ApiVisitor.signedUp();
        ApiVisitor other = ApiVisitor.signedUp();
        JsonPath status = owner.awaitComplete(accepted(owner, "mine.jpg", Pictures.jpeg(50, 50)));
        String id = status.getString("id");

        other.request().get("/photos/" + id + "/status").then().statusCode(404);
        other.request().get("/photos/" + id + "/thumb").then().statusCode(404);
        other.request().get("/photos/" + id + "/original").then().statusCode(404);
        other.request().delete("/photos/" + id).then().statusCode(404);
        other.request().get(status.getString("links.job")).then().statusCode(404);
        other.request().post(status.getString("links.job") + "/retry").then().statusCode(404);
        assertThat(other.json("/status?photos=" + id).getList("photos")).isEmpty();
        other.request().get("/photos/" + UUID.randomUUID() + "/status").then().statusCode(404);
        other.request().get("/photos/not-an-id/status").then().statusCode(404);
        owner.request().get(status.getString("links.thumb")).then().statusCode(200);
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
    void a_deleted_photo_is_gone_with_its_files() {
        ApiVisitor guest = ApiVisitor.signedUp();
        JsonPath status = guest.awaitComplete(accepted(guest, "a.jpg", Pictures.jpeg(50, 50)));
        UUID id = UUID.fromString(status.getString("id"));

        guest.request().delete("/photos/" + id).then().statusCode(204);

        guest.request().get("/photos/" + id + "/status").then().statusCode(404);
        assertThat(files.original(id).getParent()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"before-rename", "after-rename", "before-settle"})
    void a_photo_that_is_deleted_while_it_is_developed_does_not_come_back(String point) {
        ApiVisitor guest = ApiVisitor.signedUp();
        UUID id = heldAt(point, guest);

        guest.request().delete("/photos/" + id).then().statusCode(204);
        letGo();

        await().during(Duration.ofMillis(500))
                .until(() -> Files.notExists(files.original(id).getParent()));
        guest.request().get("/photos/" + id + "/status").then().statusCode(404);
        assertThat(guest.json("/photos").getList("")).isEmpty();
        assertThat(job(id).state).isEqualTo(Job.State.CANCELLED);
    }

    @Test
    void a_run_whose_photo_is_gone_takes_its_files_with_it() {
        UUID id = heldAt("before-rename", ApiVisitor.signedUp());

        album.deleteRecord(id);
        letGo();

        await().until(() -> Files.notExists(files.original(id).getParent()));
        assertThat(job(id).state).isEqualTo(Job.State.CANCELLED);
    }

    @Test
    void the_same_picture_of_two_people_is_two_photos() {
        ApiVisitor ada = ApiVisitor.signedUp();
        ApiVisitor ben = ApiVisitor.signedUp();
        byte[] picture = Pictures.jpeg(60, 30);
        JsonPath hers = ada.awaitComplete(accepted(ada, "a.jpg", picture));
        JsonPath his = ben.awaitComplete(accepted(ben, "a.jpg", picture));

        ada.request().delete("/photos/" + hers.getString("id")).then().statusCode(204);

        assertSize(ben, his.getString("links.large"), 60, 30);
        assertThat(files.original(UUID.fromString(his.getString("id")))).exists();
    }

    @Test
    void the_sweeper_leaves_what_a_run_has_just_published() throws IOException {
        ApiVisitor guest = ApiVisitor.signedUp();
        UUID id = heldAt("after-rename", guest);
        Path folder = files.original(id).getParent();
        age(folder, Duration.ofDays(1));

        sweeper.sweep();

        assertThat(folder).isDirectoryContaining("glob:**large*.jpg").isDirectoryContaining("glob:**original");
        letGo();
        assertSize(guest, guest.awaitComplete("/photos/" + id + "/status").getString("links.large"), 40, 20);
    }

    @Test
    void the_sweeper_takes_what_a_dead_run_was_writing() throws IOException {
        ApiVisitor guest = ApiVisitor.signedUp();
        JsonPath status = guest.awaitComplete(accepted(guest, "a.jpg", Pictures.jpeg(50, 50)));
        Path folder = files.original(UUID.fromString(status.getString("id"))).getParent();
        Path old = Files.createFile(folder.resolve("large.jpg.old.part"));
        Path young = Files.createFile(folder.resolve("large.jpg.young.part"));
        age(old, Duration.ofMinutes(61));
        age(young, Duration.ofMinutes(59));

        sweeper.sweep();

        assertThat(old).doesNotExist();
        assertThat(young).exists();
        assertSize(guest, status.getString("links.large"), 50, 50);
    }

    @Test
    void the_sweeper_takes_what_is_old_and_nobodys() throws IOException {
        ApiVisitor guest = ApiVisitor.signedUp();
        UUID known = UUID.fromString(guest.awaitComplete(accepted(guest, "a.jpg", Pictures.jpeg(50, 50)))
                .getString("id"));
        UUID young = orphan(Duration.ofMinutes(59));
        UUID old = orphan(Duration.ofMinutes(61));
        age(files.original(known).getParent(), Duration.ofDays(1));

        sweeper.sweep();

        assertThat(files.original(old)).doesNotExist();
        assertThat(files.original(young)).exists();
        assertThat(files.original(known)).exists();
    }

    @Test
    void the_sweeper_takes_an_upload_in_whose_middle_the_process_died() throws IOException {
        Path uploads = Files.createDirectories(home.resolve("uploads"));
        Path old = Files.createTempFile(uploads, "old", null);
        Path young = Files.createTempFile(uploads, "young", null);
        age(old, Duration.ofMinutes(61));
        age(young, Duration.ofMinutes(59));

        sweeper.sweep();

        assertThat(old).doesNotExist();
        assertThat(young).exists();
        Files.delete(young);
    }

    @Test
    void a_file_that_cannot_be_written_leaves_nothing_behind() throws IOException {
        UUID photo = orphan(Duration.ZERO);
        files.publish(photo, "good.jpg", UUID.randomUUID(), out -> out.write(1));

        assertThatThrownBy(() -> files.publish(photo, "bad.jpg", UUID.randomUUID(), out -> {
                    out.write(1);
                    throw new IOException("the disk is full");
                }))
                .isInstanceOf(Failure.Transient.class)
                .hasMessageContaining("the disk is full");

        assertThat(files.original(photo).getParent()).isDirectoryNotContaining("glob:**bad*");
        assertThat(files.original(photo)).exists();
        assertThat(files.find(photo, "good.jpg")).isPresent();
    }

    @Test
    void a_file_that_cannot_be_put_in_its_place_is_tried_again_until_it_can() throws IOException {
        ApiVisitor guest = ApiVisitor.signedUp();
        UUID id = heldAt("before-rename", guest);
        Path place = files.original(id).resolveSibling(photo(id).fileName(Rendition.LARGE));
        Path obstacle = Files.createDirectories(place.resolve("in the way"));

        letGo();

        JsonPath waiting = guest.await("/photos/" + id + "/status", status -> status.getInt("attempt") > 1);
        assertThat(waiting.getString("error")).contains("cannot be stored");
        Files.delete(obstacle);
        Files.delete(place);
        guest.awaitComplete("/photos/" + id + "/status");
        assertThat(place.getParent()).isDirectoryNotContaining("glob:**.part");
    }

    /** A photo in the middle of being developed. */
    private UUID heldAt(String point, ApiVisitor guest) {
        sql("INSERT INTO lab_fault (name, value) VALUES ('pause', '" + point + "')");
        UUID id = UUID.fromString(
                guest.json(accepted(guest, "held.jpg", Pictures.jpeg(40, 20))).getString("id"));
        await(point).until(() -> reached(id));
        return id;
    }

    @AfterEach
    void letGo() {
        sql("DELETE FROM lab_fault");
    }

    private void sql(String statement) {
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeQuery(statement).executeUpdate());
    }

    private boolean reached(UUID id) {
        return QuarkusTransaction.requiringNew()
                .call(() -> JobEvent.of(job(id).id).stream().anyMatch(event -> event.step == Step.FAULT));
    }

    private static Job job(UUID photo) {
        return QuarkusTransaction.requiringNew()
                .call(() -> Job.of(ResizePhoto.KIND, photo.toString()).orElseThrow());
    }

    private static List<UUID> found(List<UUID> ids) {
        UUID owner = photo(ids.get(0)).ownerId;
        return QuarkusTransaction.requiringNew()
                .call(() -> Photo.findOwned(ids, owner).stream().map(Photo::id).toList());
    }

    private static Photo photo(UUID id) {
        return QuarkusTransaction.requiringNew().call(() -> Photo.findById(id));
    }

    private Path file(byte[] content) throws IOException {
        return Files.write(Files.createTempFile(home, "upload", null), content);
    }

    @Test
    void an_original_that_is_not_there_is_trouble_with_the_disk_and_no_damaged_picture() {
        assertThatThrownBy(() -> enlarger.decode(files.original(UUID.randomUUID()), 200))
                .isInstanceOf(FileStore.FileStoreFailure.class);
    }

    private UUID orphan(Duration age) throws IOException {
        UUID id = UUID.randomUUID();
        files.keepOriginal(id, file(new byte[] {1}));
        age(files.original(id).getParent(), age);
        return id;
    }

    private static void age(Path path, Duration age) throws IOException {
        Files.setLastModifiedTime(path, FileTime.from(Instant.now().minus(age)));
    }

    private long stored() throws IOException {
        Path photos = Files.createDirectories(home.resolve("photos"));
        try (Stream<Path> folders = Files.list(photos)) {
            return folders.count();
        }
    }

    private static Response samples(ApiVisitor guest, String key) {
        return guest.in("durable").header("Idempotency-Key", key).post("/photos/samples");
    }

    private static String accepted(ApiVisitor guest, String name, byte[] file) {
        return upload(guest, "durable", name, file)
                .then()
                .statusCode(202)
                .extract()
                .path("photos[0].links.self");
    }

    private static Response upload(ApiVisitor guest, String mode, String name, byte[] file) {
        return form(guest, mode).multiPart("files", name, file).post("/photos");
    }

    /** Without the log that is kept in case that something fails: it tells of each byte. */
    private static RequestSpecification form(ApiVisitor guest, String mode) {
        return guest.in(mode).config(RestAssured.config().logConfig(LogConfig.logConfig()));
    }

    private static void assertSize(ApiVisitor guest, String address, int width, int height) {
        BufferedImage picture = download(guest, address);
        assertThat(List.of(picture.getWidth(), picture.getHeight())).containsExactly(width, height);
    }

    private static BufferedImage download(ApiVisitor guest, String address) {
        byte[] file = guest.request()
                .get(address)
                .then()
                .statusCode(200)
                .contentType("image/jpeg")
                .header("Cache-Control", containsString("immutable"))
                .header("X-Content-Type-Options", equalTo("nosniff"))
                .extract()
                .asByteArray();
        return Pictures.decode(file);
    }

    private static boolean isRed(int rgb) {
        return (rgb >> 16 & 0xFF) > 128 && (rgb & 0xFF) < 128;
    }
}
