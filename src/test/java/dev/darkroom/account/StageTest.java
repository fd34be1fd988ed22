package dev.darkroom.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.not;

import dev.darkroom.testing.ApiVisitor;
import dev.darkroom.testing.TcpProxy;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class StageTest {

    @Inject
    EntityManager database;

    @Inject
    GuestExpiry expiry;

    @BeforeEach
    void pointGatewayHere() {
        TcpProxy.GATEWAY.forwardTo(RestAssured.port);
    }

    @AfterEach
    void repair() {
        new ApiVisitor().request().post("/lab/repair");
    }

    @Test
    void one_click_signs_up_a_guest_and_the_mail_arrives() {
        ApiVisitor guest = new ApiVisitor();

        String status = click(guest, "durable", 202);

        JsonPath done = guest.awaitComplete(status);
        assertThat(done.getString("mode")).isEqualTo("durable");
        assertThat(guest.request().get("/inbox").jsonPath().getList("subject")).containsExactly("Welcome to Darkroom");
        List<String> steps = guest.request()
                .get(status.replace("/status", "/timeline"))
                .jsonPath()
                .getList("step");
        assertThat(steps).startsWith("queued").endsWith("complete");
    }

    @Test
    void an_inline_click_is_complete_when_it_is_answered_and_has_no_job() {
        ApiVisitor guest = new ApiVisitor();

        String status = click(guest, "inline", 201);

        JsonPath done = guest.json(status);
        assertThat(done.getString("status")).isEqualTo("complete");
        assertThat(done.getString("links.job")).isNull();
        assertThat(guest.request()
                        .get(status.replace("/status", "/timeline"))
                        .jsonPath()
                        .getList(""))
                .isEmpty();
    }

    @Test
    void the_next_click_is_another_guest_and_the_last_click_of_each_mode_stays_readable() {
        ApiVisitor guest = new ApiVisitor();
        String inline = click(guest, "inline", 201);
        String durable = click(guest, "durable", 202);

        guest.awaitComplete(durable);

        assertThat(guest.json(inline).getString("status")).isEqualTo("complete");
        assertThat(guest.request().get("/inbox").jsonPath().getList("")).hasSize(1);
    }

    @Test
    void the_page_without_javascript_keeps_the_clicks_of_all_modes_in_its_address() {
        ApiVisitor guest = new ApiVisitor();
        String first = clickInBrowser(guest, "inline", "/stage");
        String second = clickInBrowser(guest, "durable", first);
        guest.awaitComplete("/stage/" + second.replaceAll(".*durable=", "") + "/status");

        assertThat(second).contains("inline=").contains("durable=");
        guest.browser()
                .get(second)
                .then()
                .statusCode(200)
                .body(containsString("you waited"))
                .body(containsString("handed over"))
                .body(containsString("No job was stored in this mode."));
    }

    @Test
    void a_click_does_not_sign_out_a_visitor_with_an_account() {
        ApiVisitor guest = ApiVisitor.signedUp();

        String status = click(guest, "inline", 201);

        assertThat(guest.json(status).getString("status")).isEqualTo("complete");
        guest.browser().get("/").then().statusCode(303).header("Location", endsWith("/photos"));
        guest.browser().get("/stage").then().statusCode(200);
        guest.browser().get("/photos").then().body(containsString("Ada"));
    }

    @Test
    void a_guest_returns_to_the_stage() {
        ApiVisitor guest = new ApiVisitor();
        click(guest, "inline", 201);

        guest.browser().get("/").then().statusCode(200).body(containsString("Sign someone up"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "7f6f1f2e-0000-4000-8000-000000000000", "%22%3E%3Cscript%3E"})
    void an_unknown_click_shows_an_empty_row(String id) {
        new ApiVisitor()
                .browser()
                .urlEncodingEnabled(false)
                .get("/stage?durable=" + id)
                .then()
                .statusCode(200)
                .body(not(containsString("<script>")))
                .body(containsString("not clicked yet"));
        new ApiVisitor()
                .request()
                .urlEncodingEnabled(false)
                .get("/stage/" + id + "/status")
                .then()
                .statusCode(404);
    }

    @Test
    void the_stage_does_not_show_the_mail_of_an_account() {
        ApiVisitor guest = ApiVisitor.signedUp();
        String mail = guest.json("/me/status").getString("id");

        guest.request().get("/stage/" + mail + "/status").then().statusCode(404);
        guest.request().get("/stage/" + mail + "/timeline").then().statusCode(404);
    }

    @Test
    void an_inline_click_fails_when_the_mail_server_is_down() {
        ApiVisitor guest = new ApiVisitor();
        breakTheMailServer(guest);

        Response answer = guest.in("inline").post("/stage");

        answer.then().statusCode(502);
        assertThat(guest.json(answer.jsonPath().getString("instance")).getString("status"))
                .isEqualTo("failed");
    }

    @Test
    void a_reset_repairs_every_fault_and_signs_the_guest_out() {
        ApiVisitor guest = new ApiVisitor();
        click(guest, "inline", 201);
        breakTheMailServer(guest);

        guest.request().redirects().follow(false).post("/stage/reset").then().statusCode(303);

        assertThat(guest.json("/lab").getMap("broken")).isEmpty();
        guest.request().get("/me/status").then().statusCode(401);
    }

    @Test
    void an_expired_guest_is_deleted_with_everything_stored() {
        ApiVisitor guest = new ApiVisitor();
        String status = click(guest, "durable", 202);
        guest.awaitComplete(status);
        guest.in("inline").post("/photos/samples").then().statusCode(201);
        guest.in("inline")
                .header("Idempotency-Key", "\"once\"")
                .formParam("amount", "1000")
                .post("/charges")
                .then()
                .statusCode(201);

        expireAllGuests();
        expiry.deleteExpired();

        guest.request().get(status).then().statusCode(404);
        guest.request().get("/photos").then().statusCode(401);
        guest.browser().get("/").then().statusCode(200).body(containsString("Sign in"));
        assertThat(count("photo JOIN account ON owner_id = account.id WHERE expires_at IS NOT NULL"))
                .isZero();
    }

    @Test
    void an_expired_guest_with_an_unknown_payment_stays() {
        ApiVisitor guest = new ApiVisitor();
        guest.awaitComplete(click(guest, "durable", 202));
        guest.in("inline")
                .header("Idempotency-Key", "\"lost\"")
                .formParam("amount", "707")
                .post("/charges")
                .then()
                .statusCode(502);

        expireAllGuests();
        expiry.deleteExpired();

        assertThat(guest.request().get("/billing").jsonPath().getList("outcomeUnknown"))
                .containsExactly(true);
    }

    private void expireAllGuests() {
        QuarkusTransaction.requiringNew().run(() -> database.createNativeQuery(
                        "UPDATE account SET expires_at = now() - interval '1 second' WHERE expires_at IS NOT NULL")
                .executeUpdate());
    }

    private long count(String rows) {
        return QuarkusTransaction.requiringNew()
                .call(() -> (Long) database.createNativeQuery("SELECT count(*) FROM " + rows, Long.class)
                        .getSingleResult());
    }

    /** Returns the status address. */
    private static String click(ApiVisitor guest, String mode, int status) {
        return guest.in(mode).post("/stage").then().statusCode(status).extract().path("links.self");
    }

    /** Returns the page that follows. */
    private static String clickInBrowser(ApiVisitor guest, String mode, String page) {
        String location = guest.browser()
                .header("Dispatch-Mode", mode)
                .formParam("csrf-token", guest.csrf())
                .post(page)
                .then()
                .statusCode(303)
                .extract()
                .header("Location");
        return location.substring(location.indexOf("/stage"));
    }

    private static void breakTheMailServer(ApiVisitor guest) {
        guest.request()
                .redirects()
                .follow(false)
                .formParam("name", "mail")
                .formParam("value", "down")
                .post("/lab/faults")
                .then()
                .statusCode(303);
    }
}
