package dev.darkroom.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;

import dev.darkroom.testing.ApiVisitor;
import dev.darkroom.testing.Database;
import dev.darkroom.testing.Parallel;
import dev.darkroom.testing.Pictures;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class QuotaTest {

    private static final byte[] PICTURE = Pictures.jpeg(60, 40);

    @Inject
    EntityManager database;

    @Inject
    Scales scales;

    @Inject
    Upload upload;

    @Inject
    UploadSettings uploadSettings;

    @ConfigProperty(name = "darkroom.home")
    Path home;

    private ApiVisitor guest;

    @BeforeEach
    void somebody_has_signed_up() {
        guest = ApiVisitor.signedUp();
    }

    @Test
    void of_a_request_those_that_fit_are_taken_and_of_each_of_the_others_it_is_told_why_not() {
        quota(2, 1_000_000);
        ImageMetadata before = traces();

        JsonPath answer = offer(3).then().statusCode(202).extract().jsonPath();

        assertThat(answer.getList("photos.status")).containsExactly("processing", "processing", "refused");
        assertThat(answer.getInt("photos[2].problem.status")).isEqualTo(409);
        assertThat(answer.getString("photos[2].problem.detail")).contains("no room for another photo (the limit is 2)");
        assertThat(traces().folders())
                .as("nothing is stored of what was refused")
                .isEqualTo(before.folders() + 2);
    }

    @Test
    void who_has_no_room_is_refused_and_deleting_makes_room() {
        quota(1, 1_000_000);
        String first = offer(1).then().statusCode(202).extract().path("photos[0].id");

        offer(1).then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("detail", containsString("delete some to make room"));
        guest.request().delete("/photos/" + first).then().statusCode(204);

        offer(1).then().statusCode(202);
    }

    /** An error is not what a key is spent on. */
    @Test
    void a_program_that_has_made_room_may_repeat_its_request_under_the_same_key() {
        quota(1, 1_000_000);
        String first = offer(1).then().statusCode(202).extract().path("photos[0].id");
        String key = '"' + UUID.randomUUID().toString() + '"';

        offer(key).then().statusCode(409).body("detail", containsString("delete some to make room"));
        guest.request().delete("/photos/" + first).then().statusCode(204);

        String photo = offer(key).then().statusCode(202).extract().path("photos[0].id");
        String again = offer(key)
                .then()
                .statusCode(202)
                .header("Idempotency-Replayed", "true")
                .extract()
                .path("photos[0].id");
        assertThat(again).isEqualTo(photo);
    }

    @Test
    void a_picture_that_is_too_large_for_the_room_that_is_left_is_refused_and_a_smaller_one_is_taken() {
        byte[] large = Pictures.jpeg(2000, 1000);
        quota(10, large.length);

        JsonPath answer = guest.in("durable")
                .multiPart("files", "small.jpg", PICTURE)
                .multiPart("files", "large.jpg", large)
                .multiPart("files", "other.jpg", PICTURE)
                .post("/photos")
                .then()
                .statusCode(202)
                .extract()
                .jsonPath();

        assertThat(answer.getList("photos.name")).containsExactly("small.jpg", "other.jpg", "large.jpg");
        assertThat(answer.getString("photos[2].problem.detail")).contains("are left: delete photos");
    }

    @Test
    void two_uploads_at_the_same_time_do_not_pass_a_quota_together() {
        quota(5, 1_000_000);

        List<Integer> answers = Parallel.run(12, () -> offer(1).statusCode());

        assertThat(Collections.frequency(answers, 202)).isEqualTo(5);
        assertThat(Collections.frequency(answers, 409)).isEqualTo(7);
        assertThat(guest.json("/photos").getList("")).hasSize(5);
    }

    /** Of many at the same time, luck may part them; here the first is held between its count and its commit. */
    @Test
    @ActivateRequestContext
    void who_uploads_second_waits_for_the_first_and_counts_what_it_has_stored() throws IOException {
        quota(1, 1_000_000);
        Path file = Files.write(Files.createTempFile(home, "upload", null), PICTURE);
        StoredPicture first = upload.store(new PictureName("first.jpg"), file);
        QuarkusTransaction.begin();
        upload.accept(List.of(first), Database.idOf(guest, database));

        CompletableFuture<Integer> second = CompletableFuture.supplyAsync(() -> offer(1).statusCode());
        Awaitility.await().until(() -> second.isDone() || Database.somebodyWaitsForALock(database));
        QuarkusTransaction.commit();

        assertThat(second).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(409);
    }

    @Test
    void the_quota_of_one_is_not_the_quota_of_another() {
        quota(1, 1_000_000);
        offer(1).then().statusCode(202);

        guest = ApiVisitor.signedUp();

        offer(1).then().statusCode(202);
    }

    @Test
    void a_person_is_told_on_a_page_with_a_way_back() {
        quota(1, 1_000_000);

        guest.browser()
                .header("X-CSRF-TOKEN", guest.csrf())
                .multiPart("files", "a.jpg", PICTURE)
                .multiPart("files", "b.jpg", PICTURE)
                .post("/photos")
                .then()
                .statusCode(409)
                .body(containsString("a.jpg: accepted."))
                .body(containsString("b.jpg: There is no room for another photo (the limit is 1)"))
                .body(containsString("href=\"/photos\""));
    }

    @Test
    void a_photo_from_before_the_quotas_is_weighed_at_the_next_start() throws IOException {
        UUID id = UUID.fromString(offer(1).then().statusCode(202).extract().path("photos[0].id"));
        assertThat(bytes(id)).isEqualTo(PICTURE.length);
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeQuery("UPDATE photo SET bytes = NULL WHERE id = :id")
                        .setParameter("id", id)
                        .executeUpdate());

        scales.weigh(null);

        assertThat(bytes(id))
                .isEqualTo(
                        Files.size(home.resolve("photos").resolve(id.toString()).resolve("original")));
    }

    @Test
    void a_quota_that_would_refuse_everything_is_refused_at_the_start() {
        QuotaSettingsCheck check = new QuotaSettingsCheck();

        assertThatThrownBy(() -> check.check(null, settings(0, 1 << 30), uploadSettings))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("darkroom.quota.photos must be at least 1.");
        assertThatThrownBy(() -> check.check(null, settings(1, 1 << 20), uploadSettings))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("darkroom.quota.bytes (1048576) must be at least darkroom.upload.max-bytes");
        check.check(null, settings(1, 25 << 20), uploadSettings);
    }

    private void quota(int photos, long bytes) {
        QuarkusMock.installMockForType(new Quota(settings(photos, bytes), database), Quota.class);
    }

    private Response offer(String key) {
        return guest.in("durable")
                .header("Idempotency-Key", key)
                .multiPart("files", "a.jpg", PICTURE)
                .post("/photos");
    }

    private Response offer(int files) {
        var form = guest.in("durable");
        IntStream.range(0, files).forEach(i -> form.multiPart("files", i + ".jpg", PICTURE));
        return form.post("/photos");
    }

    private ImageMetadata traces() {
        return QuarkusTransaction.requiringNew().call(() -> ImageMetadata.of(database, home));
    }

    private static Long bytes(UUID id) {
        return QuarkusTransaction.requiringNew().call(() -> Photo.<Photo>findById(id).bytes);
    }

    private static QuotaSettings settings(int photos, long bytes) {
        return new QuotaSettings() {
            @Override
            public int photos() {
                return photos;
            }

            @Override
            public MemorySize bytes() {
                return new MemorySize(BigInteger.valueOf(bytes));
            }
        };
    }
}
