package dev.darkroom.billing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import com.sun.net.httpserver.HttpServer;
import dev.darkroom.jobs.Failure;
import dev.darkroom.testing.ApiVisitor;
import dev.darkroom.testing.Database;
import dev.darkroom.testing.Parallel;
import dev.darkroom.testing.TcpProxy;
import io.netty.handler.codec.DateFormatter;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
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

    @Inject
    Scheduler scheduler;

    private ApiVisitor guest;

    @BeforeEach
    void signUp() {
        guest = ApiVisitor.signedUp();
    }

    @AfterEach
    void repair() {
        Database.sql("DELETE FROM lab_fault");
        scheduler.resume();
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
        MakeCharge job = new MakeCharge(new PaymentAttemptId(UUID.randomUUID()), 1000, UUID.randomUUID());

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

    @ParameterizedTest
    @ValueSource(strings = {"inline", "volatile"})
    void a_single_try_without_proof_is_lost_until_the_gateway_says_that_it_charged(String mode) {
        scheduler.pause();
        Response answer = guest.pay(mode, 707);
        if (mode.equals("inline")) {
            answer.then()
                    .statusCode(502)
                    .body("detail", containsString("did not answer"), "instance", endsWith("/status"));
        }
        String status = guest.json("/billing").getString("[0].status.links.self");
        JsonPath lost = awaitLost(status);
        assertThat(lost.getString("status")).isEqualTo("processing");
        assertThat(lost.getString("error")).startsWith("outcome unknown");
        assertThat(lost.getString("waitingFor.code")).isEqualTo("outcome");
        assertThat(guest.json("/billing").getBoolean("[0].outcomeUnknown")).isTrue();
        guest.pay("durable", 1000).then().statusCode(409).body("detail", containsString("unknown outcome"));
        assertThat(page(lost.getString("id"))).contains("It is not known whether this was done.");

        checkout.findLostOutcomes();

        assertThat(guest.json(status).getString("status")).isEqualTo("complete");
        assertThat(ledger(lost.getString("id")).getInt("deliveries")).isEqualTo(1);
        assertThat(guest.json("/billing").getString("[0].receipt"))
                .isEqualTo(ledger(lost.getString("id")).getString("receipt"));
        guest.pay("durable", 1000).then().statusCode(202);
    }

    @Test
    void a_lost_charge_that_the_gateway_has_declined_fails() {
        scheduler.pause();
        try (TcpProxy.Cut cut = TcpProxy.GATEWAY.cut(TcpProxy.Condition.REPLIES_LOST)) {
            guest.pay("inline", 1313).then().statusCode(502);
        }
        String id = guest.json("/billing").getString("[0].id");
        // The run has only looked for a receipt.
        charge(id, 1313).then().statusCode(402);

        checkout.findLostOutcomes();

        JsonPath failed = guest.json("/charges/" + id + "/status");
        assertThat(failed.getString("status")).isEqualTo("failed");
        assertThat(failed.getString("error")).isEqualTo("the card was declined");
        assertThat(guest.json("/billing").getBoolean("[0].outcomeUnknown")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"DOWN, 1000", "GOOD, 503"})
    void a_gateway_that_has_not_charged_proves_nothing_until_the_charge_is_voided(
            TcpProxy.Condition condition, int cents) {
        scheduler.pause();
        try (TcpProxy.Cut cut = TcpProxy.GATEWAY.cut(condition)) {
            guest.pay("inline", cents).then().statusCode(502);
        }
        String id = guest.json("/billing").getString("[0].id");

        checkout.findLostOutcomes();

        awaitLost("/charges/" + id + "/status");
        guest.pay("durable", 1000).then().statusCode(409);
        voidCharge(id).then().statusCode(200).body("status", equalTo("failed"), "error", startsWith("voided"));
        assertThat(ledger(id).getString("status")).isEqualTo("voided");
        guest.pay("durable", 1000).then().statusCode(202);
    }

    @Test
    void a_charge_that_was_lost_with_its_process_blocks_new_payments_until_the_gateway_is_asked() {
        scheduler.pause();
        String status = guest.pay("volatile", 1000).path("links.self");
        String id = guest.awaitComplete(status).getString("id");
        Database.sql("UPDATE charge SET status = 'PROCESSING', finished_at = NULL, receipt = NULL,"
                + " process_run = gen_random_uuid() WHERE id = '" + id + "'");
        awaitLost(status);

        guest.pay("durable", 1000).then().statusCode(409).body("detail", containsString("unknown outcome"));
        checkout.findLostOutcomes();

        guest.awaitComplete(status);
        assertThat(ledger(id).getInt("deliveries")).isEqualTo(1);
    }

    /** The page lists fifty. */
    @Test
    void an_old_charge_of_unknown_outcome_blocks_the_page_as_it_blocks_the_server() {
        scheduler.pause();
        guest.pay("inline", 707).then().statusCode(502);
        String id = guest.json("/billing").getString("[0].id");
        Database.sql(
                """
                INSERT INTO charge (id, owner_id, intent_key, amount, receipt, outcome_unknown, status, mode, process_run,
                                    done, total, rejected, accepted_at, finished_at)
                SELECT gen_random_uuid(), owner_id, gen_random_uuid(), 100, 'receipt', false, 'COMPLETE', mode, process_run,
                       1, 1, false, now(), now()
                  FROM charge, generate_series(1, 50) WHERE id = '%s'"""
                        .formatted(id));

        guest.pay("durable", 1000).then().statusCode(409).body("detail", containsString("unknown outcome"));
        guest.browser()
                .get("/billing")
                .then()
                .body(containsString("an earlier payment has an unknown outcome"), containsString("/charges/" + id))
                .body(not(containsString("name=\"attempt\"")));

        checkout.findLostOutcomes();
        guest.browser().get("/billing").then().body(containsString("name=\"attempt\""));
    }

    @Test
    void a_key_that_was_voided_before_any_charge_is_refused_for_good() {
        String key = key();
        given().contentType("application/json")
                .post("/gateway/charges/" + key + "/void")
                .then()
                .statusCode(200);

        charge(key, 1000).then().statusCode(409);
        assertThatThrownBy(() -> handler.perform(
                        new MakeCharge(new PaymentAttemptId(UUID.fromString(key)), 1000, UUID.randomUUID()), null))
                .isInstanceOf(PaymentGateway.PaymentVoided.class);
    }

    /** No answer but a receipt or a refusal proves anything. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    201 | {"status": "authorised", "receipt": "r"} |                               | 0
                    201 | {"status": "charged"}                    |                               | 0
                    201 |                                          |                               | 0
                    201 | <html>                                   |                               | 0
                    503 | {}                                       | 7                             | 7
                    503 | {}                                       | in 9 s                        | 9
                    503 | {}                                       | Sun, 29 Nov 2020 11:00:00 GMT | 0
                    503 | {}                                       | Sunday, 29-Nov-20 11:00:00 GMT | 0
                    503 | {}                                       | soon                          | 0
                    """)
    void an_answer_without_proof_is_an_unknown_outcome_and_says_when_to_ask_again(
            int status, String body, String retryAfter, int seconds) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", request -> {
            byte[] bytes = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
            request.getResponseHeaders().set("Content-Type", "application/json");
            if (retryAfter != null) {
                Date inNineSeconds = new Date(System.currentTimeMillis() + 9_000);
                request.getResponseHeaders()
                        .set("Retry-After", retryAfter.replace("in 9 s", DateFormatter.format(inNineSeconds)));
            }
            request.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            request.getResponseBody().write(bytes);
            request.close();
        });
        server.start();
        try {
            URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
            PaymentGateway stub = new HttpPaymentGateway(
                    new StubSettings(Optional.of(address), false, Duration.ofSeconds(5)), null, null);

            assertThatThrownBy(() -> stub.charge(new PaymentAttemptId(UUID.randomUUID()), 1000))
                    .isInstanceOf(PaymentGateway.GatewayUnavailable.class)
                    .hasMessageStartingWith("the payment gateway ")
                    .satisfies(failure -> assertThat(Failure.of(failure).retryAfter())
                            .isBetween(Duration.ofSeconds(Math.max(0, seconds - 2)), Duration.ofSeconds(seconds)));
        } finally {
            server.stop(0);
        }
    }

    record StubSettings(Optional<URI> url, boolean mock, Duration timeout) implements HttpPaymentGateway.Settings {}

    @Test
    void a_lost_charge_that_was_made_cannot_be_voided_and_is_complete_at_once() {
        scheduler.pause();
        guest.pay("inline", 707).then().statusCode(502);
        String id = guest.json("/billing").getString("[0].id");

        voidCharge(id).then().statusCode(409).body("detail", containsString("already charged"));

        guest.awaitComplete("/charges/" + id + "/status");
    }

    /** Without the lock, the record would be complete and its outcome unknown. */
    @Test
    @ActivateRequestContext
    void the_check_of_a_lost_charge_waits_for_its_run_that_is_just_ending() {
        scheduler.pause();
        guest.pay("inline", 707).then().statusCode(502);
        String id = guest.json("/billing").getString("[0].id");
        Database.sql("UPDATE charge SET outcome_unknown = false WHERE id = '" + id + "'");
        Charge charge = QuarkusTransaction.requiringNew().call(() -> Charge.findById(UUID.fromString(id)));
        QuarkusTransaction.begin();
        handler.failed(id, new Failure("no answer", false, Duration.ZERO), null);

        CompletableFuture<Void> check = CompletableFuture.runAsync(() -> checkout.findOutcome(charge));
        Awaitility.await().until(Database::isAnyLockAwaited);
        QuarkusTransaction.commit();

        assertThat(check).succeedsWithin(Duration.ofSeconds(5));
        assertThat(guest.json("/billing").getString("[0].status.status")).isEqualTo("complete");
        assertThat(guest.json("/billing").getBoolean("[0].outcomeUnknown")).isFalse();
    }

    @Test
    void a_charge_is_voided_during_its_run_and_the_end_of_the_run_changes_nothing() {
        Database.sql("INSERT INTO lab_fault (name, value) VALUES ('pause', 'before-effect')");
        String status = guest.pay("volatile", 1000).path("links.self");
        String id = guest.await(status, now -> now.getString("phase").equals("running"))
                .getString("id");
        assertThat(guest.json("/billing").getBoolean("[0].voidable")).isTrue();

        voidCharge(id).then().statusCode(200);
        Database.sql("DELETE FROM lab_fault");

        Awaitility.await("the run").until(() -> ledger(id).getInt("deliveries") == 1);
        assertThat(guest.awaitFailed(status).getString("error")).startsWith("voided");
        assertThat(ledger(id).getString("status")).isEqualTo("voided");
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

    private JsonPath awaitLost(String status) {
        return guest.await(status, now -> now.getString("phase").equals("lost"));
    }

    /** A request to the gateway, as the client sends it. */
    private static Response charge(String key, int cents) {
        return given().contentType("application/json")
                .header("Idempotency-Key", key)
                .body("{\"amount\": %d}".formatted(cents))
                .post("/gateway/charges");
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
