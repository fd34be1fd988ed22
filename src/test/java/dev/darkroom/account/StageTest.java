package dev.darkroom.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;

import dev.darkroom.testing.ApiVisitor;
import dev.darkroom.testing.Database;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class StageTest {

    @Inject
    GuestExpiry expiry;

    @AfterEach
    void repair() {
        new ApiVisitor().repair();
    }

    @Test
    void one_click_signs_up_a_guest_and_the_mail_arrives() {
        ApiVisitor guest = new ApiVisitor();

        String status = click(guest, "durable", 202);

        JsonPath done = guest.awaitComplete(status);
        assertThat(done.getString("mode")).isEqualTo("durable");
        assertThat(guest.json("/inbox").getList("subject")).containsExactly("Welcome to Darkroom");
        assertThat(guest.json(status.replace("/status", "/timeline")).getList("step"))
                .startsWith("queued")
                .endsWith("complete");
        guest.browser().get("/").then().statusCode(200).body(containsString("Sign someone up"));
    }

    @Test
    void a_guest_expires_24_hours_after_the_acceptance() {
        String id = new ApiVisitor().in("inline").post("/stage").path("id");

        assertThat(Database.count("welcome_mail m JOIN account a ON a.id = recipient_id WHERE m.id = '" + id
                        + "' AND expires_at - accepted_at BETWEEN interval '23:59:50' AND '24:00:00'"))
                .isEqualTo(1);
    }

    @Test
    void the_next_click_signs_up_another_guest_and_the_last_click_of_each_mode_stays_readable() {
        ApiVisitor guest = new ApiVisitor();
        String inline = click(guest, "inline", 201);
        String durable = click(guest, "durable", 202);

        guest.awaitComplete(durable);

        assertThat(guest.json(inline).getString("status")).isEqualTo("complete");
        assertThat(guest.json(inline).getString("links.job")).isNull();
        assertThat(guest.json(inline.replace("/status", "/timeline")).getList(""))
                .isEmpty();
        assertThat(guest.json("/inbox").getList("")).hasSize(2);
    }

    @Test
    void the_first_guest_stays_signed_in_and_sees_the_jobs_and_mails_of_those_it_made() {
        ApiVisitor guest = new ApiVisitor();
        String first = click(guest, "durable", 202);
        String second = click(guest, "durable", 202);

        assertSeen(guest, first, second);
        assertThat(guest.json("/inbox").getList("")).hasSize(2);
        assertNotSeen(ApiVisitor.signedUp(), second);
        assertThat(Database.count("session s JOIN account a ON a.id = s.user_id WHERE maker_id IS NOT NULL"))
                .isZero();
    }

    @Test
    void a_visitor_with_an_account_sees_the_jobs_and_mails_of_the_guests_it_made() {
        ApiVisitor visitor = ApiVisitor.signedUp();
        String first = click(visitor, "durable", 202);
        String second = click(visitor, "durable", 202);

        assertSeen(visitor, first, second);
        assertThat(visitor.json("/inbox").getList("")).hasSize(3);
        ApiVisitor other = new ApiVisitor();
        click(other, "durable", 202);
        assertNotSeen(other, second);
    }

    @Test
    void several_clicks_at_once_have_one_maker() {
        ApiVisitor guest = new ApiVisitor();
        guest.request().post("/stage/guest").then().statusCode(204);
        guest.request().post("/stage/guest").then().statusCode(204);

        assertSeen(guest, click(guest, "durable", 202), click(guest, "durable", 202));
        assertThat(guest.json("/inbox").getList("")).hasSize(2);
    }

    @Test
    void the_page_without_javascript_runs_all_three_modes_in_one_click() {
        ApiVisitor guest = new ApiVisitor();

        String page = clickInBrowser(guest, "durable", "/stage/all");

        assertThat(page).contains("inline=", "volatile=", "durable=");
        for (String mode : List.of("inline", "volatile", "durable")) {
            String mail = page.replaceAll(".*" + mode + "=([^&]*).*", "$1");
            guest.awaitComplete("/stage/" + mail + "/status");
            guest.browser()
                    .get(page)
                    .then()
                    .body(containsString("data-stage-row=\"" + mode + "\" data-phase=\"done\""));
        }
    }

    private static void assertSeen(ApiVisitor visitor, String... statuses) {
        List<String> ids = Stream.of(statuses).map(StageTest::id).toList();
        for (String status : statuses) {
            String job = visitor.awaitComplete(status).getString("links.job");
            visitor.browser().get(job).then().statusCode(200).body(containsString("/stage/"));
            assertThat(visitor.json("/jobs").getList("id")).contains(job.replace("/jobs/", ""));
        }
        assertThat(visitor.json("/status?mails=" + String.join(",", ids)).getList("mails.id"))
                .isEqualTo(ids);
    }

    private static void assertNotSeen(ApiVisitor visitor, String status) {
        String job = visitor.json(status).getString("links.job");
        visitor.request().get(job).then().statusCode(404);
        assertThat(visitor.json("/status?mails=" + id(status)).getList("mails")).isEmpty();
        assertThat(visitor.json("/jobs").getList("id")).doesNotContain(job.replace("/jobs/", ""));
    }

    private static String id(String status) {
        return status.split("/")[2];
    }

    @Test
    void the_page_without_javascript_keeps_the_clicks_of_all_modes_in_its_address() {
        ApiVisitor guest = new ApiVisitor();
        String first = clickInBrowser(guest, "inline", "/stage");
        String second = clickInBrowser(guest, "durable", first);
        guest.awaitComplete("/stage/" + second.replaceAll(".*durable=", "") + "/status");

        assertThat(second).contains("inline=").contains("durable=");
        guest.browser().get(second).then().statusCode(200).body(containsString("See the job"));
    }

    @Test
    void a_click_does_not_sign_out_a_visitor_with_an_account() {
        ApiVisitor visitor = ApiVisitor.signedUp();

        String status = click(visitor, "inline", 201);

        assertThat(visitor.json(status).getString("status")).isEqualTo("complete");
        visitor.browser().get("/").then().statusCode(303).header("Location", endsWith("/photos"));
        visitor.browser().get("/stage").then().statusCode(200);
        visitor.browser().get("/photos").then().body(containsString("Ada"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "7f6f1f2e-0000-4000-8000-000000000000", "%22%3E%3Cscript%3E"})
    void an_unknown_click_shows_an_empty_row(String id) {
        ApiVisitor guest = new ApiVisitor();

        Response page = guest.browser().urlEncodingEnabled(false).get("/stage?durable=" + id);
        page.then().statusCode(200).body(containsString("Saved with the sign-up in one transaction."));
        assertThat(page.asString()).doesNotContain("<script>", "style=", "onclick");
        Response status = guest.request().urlEncodingEnabled(false).get("/stage/" + id + "/status");
        status.then().statusCode(404);
    }

    @Test
    void the_stage_does_not_show_the_mail_of_an_account() {
        ApiVisitor visitor = ApiVisitor.signedUp();
        String mail = visitor.json("/me/status").getString("id");

        visitor.request().get("/stage/" + mail + "/status").then().statusCode(404);
        visitor.request().get("/stage/" + mail + "/timeline").then().statusCode(404);
    }

    @Test
    void an_inline_click_fails_when_the_mail_server_is_down() {
        ApiVisitor guest = new ApiVisitor();
        guest.arm("mail", "down");

        Response answer = guest.in("inline").post("/stage");

        answer.then().statusCode(502);
        assertThat(guest.json(answer.jsonPath().getString("instance")).getString("status"))
                .isEqualTo("failed");
    }

    @Test
    void a_reset_repairs_every_fault_and_signs_the_guest_out() {
        ApiVisitor guest = new ApiVisitor();
        click(guest, "inline", 201);
        guest.arm("mail", "down");

        guest.program().post("/stage/reset").then().statusCode(303);

        assertThat(guest.json("/lab").getMap("broken")).isEmpty();
        guest.request().get("/me/status").then().statusCode(401);
    }

    @Test
    void an_expired_guest_is_deleted_with_everything_stored() {
        ApiVisitor guest = new ApiVisitor();
        String status = click(guest, "durable", 202);
        guest.awaitComplete(status);
        guest.in("inline").post("/photos/samples").then().statusCode(201);
        guest.pay("inline", 1000).then().statusCode(201);

        deleteAllGuests();

        guest.request().get(status).then().statusCode(404);
        guest.request().get("/photos").then().statusCode(401);
        guest.browser().get("/").then().statusCode(200).body(containsString("Sign in"));
        assertThat(Database.count("photo JOIN account ON owner_id = account.id WHERE expires_at IS NOT NULL"))
                .isZero();
    }

    @Test
    void an_expired_guest_with_a_payment_of_unknown_outcome_stays() {
        ApiVisitor guest = new ApiVisitor();
        guest.awaitComplete(click(guest, "durable", 202));
        guest.pay("inline", 707).then().statusCode(502);

        deleteAllGuests();

        assertThat(guest.json("/billing").getList("outcomeUnknown")).containsExactly(true);
    }

    private void deleteAllGuests() {
        Database.sql("UPDATE account SET expires_at = now() - interval '1 second' WHERE expires_at IS NOT NULL");
        expiry.deleteExpired();
    }

    /** Returns the address of the status. */
    private static String click(ApiVisitor guest, String mode, int status) {
        return guest.in(mode).post("/stage").then().statusCode(status).extract().path("links.self");
    }

    /** Returns the address of the page after the redirect. */
    private static String clickInBrowser(ApiVisitor guest, String mode, String page) {
        String location = guest.form()
                .header("Dispatch-Mode", mode)
                .post(page)
                .then()
                .statusCode(303)
                .extract()
                .header("Location");
        return location.substring(location.indexOf("/stage"));
    }
}
