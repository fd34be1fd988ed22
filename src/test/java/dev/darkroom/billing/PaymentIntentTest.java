package dev.darkroom.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;

import dev.darkroom.jobs.DispatchMode;
import dev.darkroom.jobs.Jobs.Acceptance;
import dev.darkroom.testing.ApiVisitor;
import dev.darkroom.testing.Database;
import dev.darkroom.testing.TcpProxy;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A browser's form is one intent to pay until its payment has ended, however often its page is fetched. */
@QuarkusTest
class PaymentIntentTest {

    private static final Pattern KEY = Pattern.compile("name=\"attempt\" value=\"([^\"]+)\"");

    private ApiVisitor guest;

    @BeforeEach
    void signUp() {
        guest = ApiVisitor.signedUp();
    }

    @AfterEach
    void resume() {
        Database.sql("DELETE FROM paused_lane");
    }

    @Test
    void back_and_pay_again_is_one_intent_although_the_page_is_fetched_anew() {
        pauseCharges();
        String first = pay(formKey(), "10.00");

        assertThat(pay(formKey(), "10.00")).isEqualTo(first);

        assertThat(guest.json("/billing").getList("")).hasSize(1);
        assertThat(guest.json("/billing").getInt("[0].presses")).isEqualTo(2);
        assertThat(page("/billing")).contains("each further press leads to it");
    }

    @Test
    void another_amount_leads_to_the_first_charge_which_says_so() {
        pauseCharges();
        String first = pay(formKey(), "10.00");

        String again = pay(formKey(), "5.03");

        assertThat(again).isEqualTo(first + "?asked=503");
        assertThat(page(again)).contains("Your press for <b>5.03 EUR</b> charged nothing.");
        assertThat(page(first)).doesNotContain("charged nothing");
        assertThat(page(first + "?asked=1000")).doesNotContain("charged nothing");
        assertThat(guest.json("/billing").getInt("[0].amount")).isEqualTo(1000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.00", "13.13"})
    void a_payment_that_is_complete_or_has_failed_ends_the_intent(String euros) {
        String key = formKey();
        String first = pay(key, euros);
        guest.await(first + "/status", status -> !status.getString("status").equals("processing"));

        assertThat(formKey()).isNotEqualTo(key);
        assertThat(pay(formKey(), "10.00")).isNotEqualTo(first);
    }

    @Test
    void a_voided_payment_ends_the_intent() {
        String key = formKey();
        String first;
        try (TcpProxy.Cut cut = TcpProxy.GATEWAY.cut(TcpProxy.Condition.DOWN)) {
            first = pay(key, "10.00");
            guest.await(first + "/status", status -> status.getString("phase").equals("retrying"));
            guest.browser().get("/billing").then().body(containsString("an earlier payment has an unknown outcome"));
        }
        guest.program().post(first + "/void");
        guest.await(first + "/status", status -> !status.getString("status").equals("processing"));

        assertThat(formKey()).isNotEqualTo(key);
    }

    @Test
    void new_payment_is_a_new_intent_although_the_last_one_is_open() {
        pauseCharges();
        String first = pay(formKey(), "10.00");

        guest.form().post("/billing/new").then().statusCode(303).header("Location", endsWith("/billing"));

        assertThat(pay(formKey(), "10.00")).isNotEqualTo(first);
        assertThat(guest.json("/billing").getList("")).hasSize(2);
    }

    @Test
    void a_refused_amount_stays_in_the_form_with_its_reason_and_charges_nothing() {
        Response refused = post(formKey(), "ten");

        refused.then()
                .statusCode(400)
                .body(
                        containsString("value=\"ten\""),
                        containsString("aria-invalid=\"true\""),
                        containsString("An amount is between 0.01 and 10000.00 EUR"),
                        containsString("Nothing was charged."));
        assertThat(guest.json("/billing").getList("")).isEmpty();
    }

    @Test
    void a_charge_that_its_status_calls_complete_has_no_unknown_outcome() {
        Charge stale = new Charge(
                new PaymentAttemptId(UUID.randomUUID()),
                UUID.randomUUID(),
                "intent",
                1000,
                new Acceptance(DispatchMode.DURABLE, UUID.randomUUID(), Instant.EPOCH));
        stale.outcomeUnknown = true;

        ChargeCard card = ChargeCard.of(stale, ReconciliationTest.status("complete", "done", 2));

        assertThat(card.outcomeUnknown()).isFalse();
        assertThat(card.voidable()).isFalse();
        assertThat(card.status().complete()).isTrue();
    }

    private static void pauseCharges() {
        Database.sql("INSERT INTO paused_lane (lane, paused_by) VALUES ('PAYMENTS', 'test')");
    }

    /** Fetches the page as Back does after its address has left the cache, and returns the key in its form. */
    private String formKey() {
        Matcher key = KEY.matcher(page("/billing"));
        assertThat(key.find()).isTrue();
        return key.group(1);
    }

    private String page(String address) {
        return guest.browser().get(address).asString();
    }

    /** Returns the path to which the browser is sent. */
    private String pay(String key, String euros) {
        String location = post(key, euros).then().statusCode(303).extract().header("Location");
        return location.substring(location.indexOf("/charges/"));
    }

    private Response post(String key, String euros) {
        return guest.form().formParam("attempt", key).formParam("euros", euros).post("/charges");
    }
}
