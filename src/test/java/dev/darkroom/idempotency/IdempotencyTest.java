package dev.darkroom.idempotency;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.darkroom.jobs.DispatchMode;
import dev.darkroom.testing.ApiVisitor;
import dev.darkroom.testing.Database;
import dev.darkroom.testing.Parallel;
import dev.darkroom.testing.Pictures;
import dev.darkroom.testing.TcpProxy;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A request repeated under the same Idempotency-Key is performed once, and its first response is replayed. */
@QuarkusTest
class IdempotencyTest {

    private static final byte[] PICTURE = Pictures.jpeg(40, 20);
    private static final String REPLAYED = "Idempotency-Replayed";

    @Inject
    IdempotencyRecords records;

    @Inject
    Scheduler scheduler;

    private final String key = UUID.randomUUID().toString();

    /** Differs when GuardTest runs a test again. */
    private final int cents = ThreadLocalRandom.current().nextInt(10_000, 900_000);

    private ApiVisitor visitor;

    @BeforeEach
    void sign_up() {
        visitor = ApiVisitor.signedUp();
    }

    @AfterEach
    void resume() {
        Database.sql("DELETE FROM lab_fault");
        scheduler.resume();
    }

    @ParameterizedTest
    @EnumSource(DispatchMode.class)
    void a_repeat_gets_the_first_response_marked_as_replayed(DispatchMode mode) {
        Response first = pay(mode.label(), 1000);
        visitor.awaitComplete(statusOf(first));

        // The mode is not part of the intent.
        Response again = pay("volatile", 1000);

        first.then().header(REPLAYED, nullValue());
        again.then().header(REPLAYED, "true");
        assertThat(again.statusCode()).isEqualTo(first.statusCode());
        assertThat(again.asByteArray()).isEqualTo(first.asByteArray());
        for (String header : List.of("Location", "Content-Type", "Retry-After")) {
            assertThat(again.header(header)).isEqualTo(first.header(header));
        }
        assertThat(charges()).hasSize(1);
    }

    @Test
    void a_repeat_with_another_payload_gets_422() {
        pay("durable", 1000).then().statusCode(202);

        pay("durable", 1001).then().statusCode(422).body("detail", containsString("used for a different request"));

        assertThat(charges()).containsExactly(1000);
    }

    @Test
    void a_concurrent_repeat_gets_409_and_later_the_first_response() {
        pause("before-commit");
        CompletableFuture<Response> first = CompletableFuture.supplyAsync(() -> pay("durable", cents));
        await("the key is locked").until(this::isSomeKeyLocked);

        CompletableFuture<Response> second = CompletableFuture.supplyAsync(() -> pay("durable", cents));
        assertThat(second).as("the second does not wait").succeedsWithin(Duration.ofSeconds(3));
        second.join()
                .then()
                .statusCode(409)
                .header("Retry-After", "1")
                .body("detail", containsString("still in progress"));
        resume();

        assertThat(first).succeedsWithin(Duration.ofSeconds(10));
        first.join().then().statusCode(202);
        Response again = pay("durable", cents);
        again.then().statusCode(202).header(REPLAYED, "true");
        assertThat(again.asString()).isEqualTo(first.join().asString());
        visitor.awaitComplete(statusOf(again));
        assertThat(ledgerStatuses(cents)).containsExactly("charged");
    }

    @Test
    void one_of_many_concurrent_requests_is_accepted_and_the_others_are_replayed_or_get_409() {
        List<Response> answers = Parallel.run(12, () -> pay("durable", 4712));

        assertThat(answers)
                .extracting(Response::statusCode)
                .containsOnly(202, 409)
                .contains(202);
        assertThat(answers)
                .filteredOn(one -> one.statusCode() == 202 && one.header(REPLAYED) == null)
                .as("accepted")
                .hasSize(1);
        visitor.awaitComplete(statusOf(pay("durable", 4712)));
        assertThat(ledgerStatuses(4712)).containsExactly("charged");
    }

    @Test
    void an_inline_charge_in_progress_holds_its_key() {
        pause("before-effect");
        CompletableFuture<Response> first = CompletableFuture.supplyAsync(() -> pay("inline", 4713));
        await("the charge is committed").until(() -> charges().size() == 1);

        pay("inline", 4713).then().statusCode(409).header("Retry-After", "1");
        resume();

        assertThat(first).succeedsWithin(Duration.ofSeconds(10));
        first.join().then().statusCode(201);
        Response again = pay("inline", 4713);
        assertThat(again.asString()).isEqualTo(first.join().asString());
        assertThat(ledgerStatuses(4713)).containsExactly("charged");
    }

    @Test
    void an_inline_charge_of_a_dead_process_frees_its_key_and_is_not_repeated() {
        pause("before-effect");
        CompletableFuture<Response> first = CompletableFuture.supplyAsync(() -> pay("inline", 4714));
        await("the charge is committed").until(() -> charges().size() == 1);
        String id = visitor.json("/billing").getString("[0].id");
        Database.sql("UPDATE charge SET process_run = gen_random_uuid() WHERE id = '" + id + "'");

        Response again = pay("inline", 4714);

        again.then().statusCode(502).header(REPLAYED, "true").header("Retry-After", nullValue());
        String address = again.path("instance");
        assertThat(address).isEqualTo("/charges/" + id + "/status");
        assertThat(visitor.json(address).getString("phase")).isEqualTo("lost");
        resume();
        assertThat(first).succeedsWithin(Duration.ofSeconds(10));
        assertThat(visitor.json(address).getString("status"))
                .as("a run that ends late is still recorded")
                .isEqualTo("complete");
        assertThat(charges()).hasSize(1);
    }

    @Test
    void a_repeat_of_an_inline_charge_without_proof_gets_502_and_after_the_proof_201() {
        scheduler.pause();
        Response first = pay("inline", 707);
        first.then().statusCode(502);
        String address = first.path("instance");

        pay("inline", 707).then().statusCode(502).header(REPLAYED, "true").body("instance", equalTo(address));
        // The gateway says that it did charge.
        visitor.request().post(address.replace("/status", "/void")).then().statusCode(409);

        pay("inline", 707).then().statusCode(201).header(REPLAYED, "true");
        assertThat(charges()).hasSize(1);
    }

    @Test
    void a_repeat_for_a_lost_record_gets_502_with_its_address() {
        scheduler.pause();
        String charge = statusOf(pay("volatile", 1000));
        visitor.awaitComplete(charge);
        lose("charge", charge);
        pay("volatile", 1000).then().statusCode(502).body("instance", equalTo(charge));

        visitor = ApiVisitor.signedUp();
        String photo = upload("inline", "harbour.jpg", PICTURE).path("photos[0].links.self");
        lose("photo", photo);
        upload("inline", "harbour.jpg", PICTURE).then().statusCode(502).body("instance", equalTo(photo));
    }

    @Test
    void an_inline_failure_is_not_stored_and_a_repeat_gets_the_failed_charge() {
        Response first = pay("inline", 1313);

        Response again = pay("inline", 1313);

        first.then().statusCode(422).body("detail", containsString("declined"));
        again.then().statusCode(422).header(REPLAYED, "true");
        assertThat(again.<String>path("instance")).isEqualTo(first.path("instance"));
        assertThat(charges()).hasSize(1);
    }

    @Test
    void a_rolled_back_request_frees_its_key() {
        String first;
        String taken = UUID.randomUUID().toString();
        try (TcpProxy.Cut cut = TcpProxy.GATEWAY.cut(TcpProxy.Condition.DOWN)) {
            first = statusOf(visitor.pay("durable", taken, 1000));
            visitor.await(first, status -> status.getString("phase").equals("retrying"));
            pay("durable", 2000).then().statusCode(409).body("detail", containsString("outcome"));
        }
        visitor.awaitComplete(first);

        pay("durable", 3000).then().statusCode(202).header(REPLAYED, nullValue());

        assertThat(charges()).containsExactlyInAnyOrder(1000, 3000);
    }

    @Test
    void after_a_day_the_response_is_forgotten_and_the_charge_is_not() {
        Response first = pay("durable", 1000);
        visitor.awaitComplete(statusOf(first));
        String id = first.path("id");
        forgetTheResponse();

        Response again = pay("durable", 1000);

        again.then().statusCode(202).header(REPLAYED, "true").header("Retry-After", "1");
        assertThat(again.<String>path("id")).isEqualTo(id);
        assertThat(again.<String>path("status")).isEqualTo("complete");
        pay("durable", 1001).then().statusCode(422);
        assertThat(charges()).hasSize(1);
    }

    @Test
    void two_headers_get_400() {
        visitor.in("durable")
                .header("Idempotency-Key", quoted(key), quoted(key))
                .formParam("amount", 1000)
                .post("/charges")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString("one string in double quotes"));

        assertThat(charges()).isEmpty();
    }

    @Test
    void a_program_without_a_key_gets_400_even_with_a_forms_key() {
        visitor.in("durable")
                .formParam("amount", 1000)
                .formParam("attempt", key)
                .post("/charges")
                .then()
                .statusCode(400)
                .body("detail", containsString("missing"));
        assertThat(charges()).isEmpty();
    }

    @Test
    void a_key_that_a_form_used_for_another_amount_gets_422() {
        visitor.form()
                .formParam("attempt", key)
                .formParam("euros", "10.00")
                .post("/charges")
                .then()
                .statusCode(303);

        pay("durable", 2000).then().statusCode(422);

        assertThat(charges()).containsExactly(1000);
    }

    @Test
    void another_file_name_or_content_gets_422() {
        upload("durable", "harbour.jpg", PICTURE).then().statusCode(202);

        upload("durable", "sea.jpg", PICTURE).then().statusCode(422);
        upload("durable", "harbour.jpg", Pictures.jpeg(41, 20)).then().statusCode(422);
        pay("durable", 1000).then().statusCode(422);

        assertThat(visitor.json("/photos").getList("")).hasSize(1);
    }

    @Test
    void a_rejected_upload_leaves_its_key_free() {
        upload("durable", "harbour.jpg", "no picture".getBytes(StandardCharsets.US_ASCII))
                .then()
                .statusCode(415);

        upload("durable", "harbour.jpg", PICTURE).then().statusCode(202).header(REPLAYED, nullValue());
    }

    @Test
    void a_repeated_upload_creates_no_second_photo_even_after_the_first_is_deleted() {
        Response first = upload("durable", "harbour.jpg", PICTURE);
        String status = first.path("photos[0].links.self");
        visitor.awaitComplete(status);

        Response again = upload("durable", "harbour.jpg", PICTURE);

        again.then().statusCode(202).header(REPLAYED, "true");
        assertThat(again.asByteArray()).isEqualTo(first.asByteArray());
        assertThat(visitor.json("/photos").getList("")).hasSize(1);
        visitor.request().delete(status.replace("/status", "")).then().statusCode(204);
        upload("durable", "harbour.jpg", PICTURE).then().statusCode(202).header(REPLAYED, "true");
        forgetTheResponse();
        upload("durable", "harbour.jpg", PICTURE).then().statusCode(410).body("detail", containsString("deleted"));
        assertThat(visitor.json("/photos").getList("")).isEmpty();
    }

    @Test
    void an_upload_without_a_key_is_always_new() {
        visitor.upload("durable", "harbour.jpg", PICTURE).then().statusCode(202);
        visitor.upload("durable", "harbour.jpg", PICTURE).then().statusCode(202);

        assertThat(visitor.json("/photos").getList("")).hasSize(2);
    }

    private Response pay(String mode, int cents) {
        return visitor.pay(mode, key, cents);
    }

    private Response upload(String mode, String name, byte[] file) {
        return visitor.in(mode)
                .header("Idempotency-Key", quoted(key))
                .multiPart("files", name, file, "image/jpeg")
                .post("/photos");
    }

    private void forgetTheResponse() {
        Database.sql(
                "UPDATE idempotency_record SET accepted_at = now() - interval '25 hours' WHERE key = '" + key + "'");
        records.forgetOldResponses();
        assertThat(Database.count("idempotency_record WHERE body IS NULL AND key = '" + key + "'"))
                .isEqualTo(1);
    }

    /** The record's process is gone, and so is the stored response. */
    private void lose(String table, String status) {
        Database.sql(
                "UPDATE %s SET status = 'PROCESSING', finished_at = NULL, process_run = gen_random_uuid() WHERE id = '%s'"
                        .formatted(table, status.split("/")[2]));
        Database.sql(
                "UPDATE idempotency_record SET status = NULL, location = NULL, body = NULL WHERE key = '" + key + "'");
    }

    private static String quoted(String intent) {
        return '"' + intent + '"';
    }

    private static String statusOf(Response accepted) {
        return accepted.path("links.self");
    }

    private List<Integer> charges() {
        return visitor.json("/billing").getList("amount");
    }

    private static List<String> ledgerStatuses(int amount) {
        return given().accept("application/json")
                .get("/gateway/ledger")
                .path("findAll { it.amount == " + amount + " }.status");
    }

    /** Pauses every thread that reaches the point, until {@link #resume}. */
    private void pause(String point) {
        Database.sql("INSERT INTO lab_fault (name, value) VALUES ('pause', '" + point + "')");
    }

    private boolean isSomeKeyLocked() {
        return !Database.rows(
                        "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1 AND pid IN"
                                + " (SELECT pid FROM pg_locks WHERE relation = 'idempotency_record'::regclass"
                                + " AND mode = 'RowExclusiveLock')")
                .isEmpty();
    }
}
