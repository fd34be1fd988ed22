package dev.darkroom.billing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.not;

import dev.darkroom.testing.ApiVisitor;
import dev.darkroom.testing.Database;
import dev.darkroom.testing.Parallel;
import dev.darkroom.testing.TcpProxy;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ChargeTest {

    @Inject
    MakeChargeHandler handler;

    @Inject
    Checkout checkout;

    private ApiVisitor guest;

    @BeforeEach
    void signUp() {
        guest = ApiVisitor.signedUp();
    }

    @ParameterizedTest
    @CsvSource({"inline,201", "volatile,202", "durable,202"})
    void a_visitor_pays_and_is_charged_once(String mode, int answer) {
        guest.pay(mode, 1000).then().statusCode(answer).header("Location", endsWith("/status"));

        String status = guest.json("/billing").getString("[0].status.links.self");
        String id = guest.awaitComplete(status).getString("id");
        assertThat(ledger(id).getString("status")).isEqualTo("charged");
        assertThat(guest.json("/billing").getString("[0].receipt"))
                .isEqualTo(ledger(id).getString("receipt"));
        assertThat(page(id)).contains(id, "Both agree: charged once.");
    }

    @Test
    void concurrent_submits_of_one_intent_are_one_charge() {
        String attempt = key();

        List<String> charges = Parallel.run(20, () -> submit(attempt));

        assertThat(charges.stream().distinct()).hasSize(1);
        String id = guest.json("/billing").getString("[0].id");
        guest.awaitComplete("/charges/" + id + "/status");
        assertThat(guest.json("/billing").getList("")).hasSize(1);
        assertThat(ledger(id).getInt("deliveries")).isEqualTo(1);
    }

    @Test
    @ActivateRequestContext
    void a_second_payment_of_an_intent_waits_for_the_first_and_returns_its_charge() {
        UUID user = Database.idOf(guest);
        String intent = key();
        QuarkusTransaction.begin();
        UUID first = checkout.pay(user, intent, 1000).id();

        CompletableFuture<String> second = CompletableFuture.supplyAsync(() -> submit(intent));
        Awaitility.await().until(Database::isAnyLockAwaited);
        QuarkusTransaction.commit();

        assertThat(second).succeedsWithin(Duration.ofSeconds(5)).asString().endsWith("/charges/" + first);
    }

    @Test
    void a_hundred_runs_charge_once_sequentially_and_concurrently() {
        MakeCharge job = new MakeCharge(PaymentAttemptId.make(), 1000, UUID.randomUUID());

        List<String> receipts = Parallel.run(50, () -> handler.perform(job, null));
        int chargeRequests = ledger(job.key()).getInt("deliveries");
        for (int i = 0; i < 50; i++) {
            receipts.add(handler.perform(job, null));
        }

        assertThat(receipts).containsOnly(ledger(job.key()).getString("receipt"));
        assertThat(chargeRequests).as("concurrent requests").isGreaterThan(1);
        assertThat(ledger(job.key()).getInt("deliveries"))
                .as("a run that finds a receipt does not charge")
                .isEqualTo(chargeRequests);
    }

    @ParameterizedTest
    @CsvSource({"durable,202", "inline,422"})
    void a_declined_card_fails_at_once_and_a_new_intent_is_a_new_attempt(String mode, int answer) {
        guest.pay(mode, 1313).then().statusCode(answer);

        JsonPath charge = guest.json("/billing");
        JsonPath status = guest.awaitFailed(charge.getString("[0].status.links.self"));
        assertThat(status.getString("error")).isEqualTo("the card was declined");
        assertThat(status.getInt("attempt")).isEqualTo(1);
        assertThat(page(status.getString("id"))).contains("Both agree: nothing was charged.");
        assertThat(guest.json("/billing").getBoolean("[0].outcomeUnknown")).isFalse();
        guest.pay("durable", 1000).then().statusCode(202);
        assertThat(guest.json("/billing").getList("id")).hasSize(2).doesNotHaveDuplicates();
    }

    /** Skips the wait of one second that the gateway's 503 requires. */
    @Test
    void a_gateway_that_fails_twice_is_asked_a_third_time() {
        String status = guest.pay("durable", 503).path("links.self");
        for (int failed = 1; failed <= 2; failed++) {
            int attempt = failed;
            guest.await(status, answer -> answer.getInt("attempt") == attempt && answer.get("nextRetryAt") != null);
            Database.sql("UPDATE job SET run_at = now() WHERE kind = 'make-charge' AND state = 'QUEUED'");
        }

        JsonPath done = guest.awaitComplete(status);
        assertThat(done.getInt("attempt")).isEqualTo(3);
        assertThat(ledger(done.getString("id")).getInt("deliveries")).isEqualTo(3);
    }

    @Test
    void a_lost_reply_is_found_by_the_next_attempt_and_charged_once() {
        JsonPath done = guest.awaitComplete(guest.pay("durable", 707).path("links.self"));

        assertThat(done.getInt("attempt")).isEqualTo(2);
        assertThat(ledger(done.getString("id")).getInt("deliveries")).isEqualTo(1);
        assertThat(page(done.getString("id"))).contains("asked the gateway again: charged once.");
    }

    @Test
    void a_lost_reply_inline_is_an_error_with_an_unknown_outcome_until_the_gateway_is_asked() {
        guest.pay("inline", 707).then().statusCode(502).body("detail", containsString("did not answer"));

        JsonPath charge = guest.json("/billing");
        assertThat(charge.getBoolean("[0].outcomeUnknown")).isTrue();
        voidCharge(charge.getString("[0].id")).then().statusCode(409).body("detail", containsString("charged"));
        JsonPath after = guest.json("/billing");
        assertThat(after.getString("[0].status.error")).contains("the gateway did charge this");
        assertThat(after.getString("[0].status.status")).isEqualTo("failed");
    }

    @Test
    void a_charge_whose_replies_are_all_lost_never_fails_and_completes_when_the_connection_is_repaired() {
        String status;
        try (TcpProxy.Cut cut = TcpProxy.GATEWAY.cut(TcpProxy.Condition.REPLIES_LOST)) {
            status = guest.pay("durable", 1000).path("links.self");

            // Skips the first ten attempts, the limit of other jobs.
            Database.sql("UPDATE job SET attempt = coalesce(max_attempts - 1, 10)"
                    + " WHERE kind = 'make-charge' AND finished_at IS NULL");
            JsonPath retried = guest.await(
                    status,
                    answer -> answer.getInt("attempt") > 11
                            || !answer.getString("status").equals("processing"));

            assertThat(retried.getString("status")).isEqualTo("processing");
            assertThat(retried.getString("error")).startsWith("outcome unknown");
            assertThat(guest.json("/billing").getBoolean("[0].voidable")).isTrue();
            guest.browser().get("/billing").then().statusCode(200).body(not(containsString("name=\"attempt\"")));
        }

        String id = guest.awaitComplete(status).getString("id");
        assertThat(ledger(id).getInt("deliveries")).isEqualTo(1);
    }

    @Test
    void with_an_unknown_outcome_the_same_intent_is_answered_and_a_new_one_gets_409() {
        String first = key();
        String second = key();
        String status;
        try (TcpProxy.Cut cut = TcpProxy.GATEWAY.cut(TcpProxy.Condition.DOWN)) {
            status = guest.pay("durable", first, 1000).path("links.self");
            guest.await(status, answer -> answer.getString("phase").equals("retrying"));

            guest.pay("durable", second, 1000).then().statusCode(409).body("detail", containsString("unknown outcome"));
            assertThat(guest.pay("durable", first, 1000).<String>path("links.self"))
                    .isEqualTo(status);
        }

        guest.awaitComplete(status);
        guest.pay("durable", second, 1000).then().statusCode(202);
    }

    @Test
    void a_void_whose_reply_is_lost_is_found_by_the_job() {
        String status;
        try (TcpProxy.Cut cut = TcpProxy.GATEWAY.cut(TcpProxy.Condition.REPLIES_LOST)) {
            status = guest.pay("durable", 1000).path("links.self");
            JsonPath unknown =
                    guest.await(status, answer -> answer.getString("phase").equals("retrying"));
            voidCharge(unknown.getString("id"))
                    .then()
                    .statusCode(502)
                    .body("detail", containsString("may or may not be voided"));
        }

        assertThat(guest.awaitFailed(status).getString("error")).startsWith("voided");
    }

    @Test
    void an_attempt_of_unknown_outcome_is_voided_and_never_charged() {
        JsonPath charge;
        try (TcpProxy.Cut cut = TcpProxy.GATEWAY.cut(TcpProxy.Condition.DOWN)) {
            String status = guest.pay("durable", 503).path("links.self");
            charge = guest.await(status, answer -> answer.getInt("attempt") > 2);
        }
        // The gateway does not know the key, or has answered 503 twice: either way it can still be voided.
        int answer = voidCharge(charge.getString("id")).statusCode();

        JsonPath ended = guest.await(
                charge.getString("links.self"), now -> !now.getString("status").equals("processing"));
        String inLedger = ledger(charge.getString("id")).getString("status");
        assertThat(answer + " " + ended.getString("status") + " " + inLedger)
                .isIn("200 failed voided", "409 complete charged");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1000001", "10.00", ""})
    void an_invalid_amount_gets_400_and_nothing_is_stored(String amount) {
        guest.in("durable")
                .header("Idempotency-Key", "\"" + key() + "\"")
                .formParam("amount", amount)
                .post("/charges")
                .then()
                .statusCode(400);

        assertThat(guest.json("/billing").getList("")).isEmpty();
    }

    private String submit(String attempt) {
        return guest.form()
                .formParam("attempt", attempt)
                .formParam("euros", "10.00")
                .post("/charges")
                .then()
                .statusCode(303)
                .extract()
                .header("Location");
    }

    private Response voidCharge(String id) {
        return guest.request().post("/charges/" + id + "/void");
    }

    /** Returns the page that compares the record with the ledger. */
    private String page(String id) {
        return guest.browser().get("/charges/" + id).asString();
    }

    private static JsonPath ledger(String key) {
        return given().get("/gateway/charges/" + key)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }
}
