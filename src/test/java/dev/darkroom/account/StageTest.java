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
    void the_company_is_in_this_process() {
        TcpProxy.GATEWAY.leadTo(RestAssured.port);
    }

    @AfterEach
    void makeRightAgain() {
        new ApiVisitor().request().post("/lab/repair");
    }

    @Test
    void one_click_makes_a_stranger_a_visitor_and_the_mail_arrives() {
        ApiVisitor stranger = new ApiVisitor();

        String status = click(stranger, "durable", 202);

        JsonPath done = stranger.awaitComplete(status);
        assertThat(done.getString("mode")).isEqualTo("durable");
        assertThat(stranger.request().get("/inbox").jsonPath().getList("subject"))
                .containsExactly("Welcome to Darkroom");
        List<String> steps = stranger.request()
                .get(status.replace("/status", "/timeline"))
                .jsonPath()
                .getList("step");
        assertThat(steps).startsWith("queued").endsWith("complete");
    }

    @Test
    void inline_the_work_is_done_in_the_answer_and_there_is_no_job() {
        ApiVisitor stranger = new ApiVisitor();

        String status = click(stranger, "inline", 201);

        JsonPath done = stranger.json(status);
        assertThat(done.getString("status")).isEqualTo("complete");
        assertThat(done.getString("links.job")).isNull();
        assertThat(stranger.request()
                        .get(status.replace("/status", "/timeline"))
                        .jsonPath()
                        .getList(""))
                .isEmpty();
    }

    @Test
    void the_next_click_is_somebody_else_and_the_last_click_of_each_mode_can_still_be_read() {
        ApiVisitor stranger = new ApiVisitor();
        String inline = click(stranger, "inline", 201);
        String durable = click(stranger, "durable", 202);

        stranger.awaitComplete(durable);

        assertThat(stranger.json(inline).getString("status")).isEqualTo("complete");
        assertThat(stranger.request().get("/inbox").jsonPath().getList("")).hasSize(1);
    }

    @Test
    void without_javascript_the_page_carries_the_clicks_of_all_modes_in_its_address() {
        ApiVisitor stranger = new ApiVisitor();
        String first = clickInBrowser(stranger, "inline", "/stage");
        String second = clickInBrowser(stranger, "durable", first);
        stranger.awaitComplete("/stage/" + second.replaceAll(".*durable=", "") + "/status");

        assertThat(second).contains("inline=").contains("durable=");
        stranger.browser()
                .get(second)
                .then()
                .statusCode(200)
                .body(containsString("you waited"))
                .body(containsString("handed over"))
                .body(containsString("There is no job: that is the point."));
    }

    @Test
    void who_has_signed_up_for_good_stays_who_they_are() {
        ApiVisitor guest = ApiVisitor.signedUp();

        String status = click(guest, "inline", 201);

        assertThat(guest.json(status).getString("status")).isEqualTo("complete");
        guest.browser().get("/").then().statusCode(303).header("Location", endsWith("/photos"));
        guest.browser().get("/stage").then().statusCode(200);
        guest.browser().get("/photos").then().body(containsString("Ada"));
    }

    @Test
    void a_visitor_of_the_stage_finds_the_stage_again() {
        ApiVisitor stranger = new ApiVisitor();
        click(stranger, "inline", 201);

        stranger.browser().get("/").then().statusCode(200).body(containsString("Sign someone up"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "7f6f1f2e-0000-4000-8000-000000000000", "%22%3E%3Cscript%3E"})
    void an_address_that_names_no_click_shows_an_empty_row(String id) {
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
    void somebody_who_has_signed_up_for_good_is_not_to_be_seen_on_the_stage() {
        ApiVisitor guest = ApiVisitor.signedUp();
        String mail = guest.json("/me/status").getString("id");

        guest.request().get("/stage/" + mail + "/status").then().statusCode(404);
        guest.request().get("/stage/" + mail + "/timeline").then().statusCode(404);
    }

    @Test
    void when_the_mail_server_is_down_inline_fails_and_the_record_tells() {
        ApiVisitor stranger = new ApiVisitor();
        breakTheMailServer(stranger);

        Response answer = stranger.in("inline").post("/stage");

        answer.then().statusCode(502);
        assertThat(stranger.json(answer.jsonPath().getString("instance")).getString("status"))
                .isEqualTo("failed");
    }

    @Test
    void a_reset_makes_right_what_is_broken_and_signs_the_visitor_out() {
        ApiVisitor stranger = new ApiVisitor();
        click(stranger, "inline", 201);
        breakTheMailServer(stranger);

        stranger.request().redirects().follow(false).post("/stage/reset").then().statusCode(303);

        assertThat(stranger.json("/lab").getMap("broken")).isEmpty();
        stranger.request().get("/me/status").then().statusCode(401);
    }

    @Test
    void who_is_expired_is_forgotten_with_all_that_was_kept() {
        ApiVisitor stranger = new ApiVisitor();
        String status = click(stranger, "durable", 202);
        stranger.awaitComplete(status);
        stranger.in("inline").post("/photos/samples").then().statusCode(201);
        stranger.in("inline")
                .header("Idempotency-Key", "\"once\"")
                .formParam("amount", "1000")
                .post("/charges")
                .then()
                .statusCode(201);

        letAllExpire();
        expiry.forgetExpired();

        stranger.request().get(status).then().statusCode(404);
        stranger.request().get("/photos").then().statusCode(401);
        stranger.browser().get("/").then().statusCode(200).body(containsString("Sign in"));
        assertThat(count("photo JOIN account ON owner_id = account.id WHERE expires_at IS NOT NULL"))
                .isZero();
    }

    @Test
    void who_has_a_payment_of_unknown_outcome_is_not_forgotten_yet() {
        ApiVisitor stranger = new ApiVisitor();
        stranger.awaitComplete(click(stranger, "durable", 202));
        stranger.in("inline")
                .header("Idempotency-Key", "\"lost\"")
                .formParam("amount", "707")
                .post("/charges")
                .then()
                .statusCode(502);

        letAllExpire();
        expiry.forgetExpired();

        assertThat(stranger.request().get("/billing").jsonPath().getList("outcomeUnknown"))
                .containsExactly(true);
    }

    private void letAllExpire() {
        QuarkusTransaction.requiringNew().run(() -> database.createNativeQuery(
                        "UPDATE account SET expires_at = now() - interval '1 second' WHERE expires_at IS NOT NULL")
                .executeUpdate());
    }

    private long count(String rows) {
        return QuarkusTransaction.requiringNew()
                .call(() -> (Long) database.createNativeQuery("SELECT count(*) FROM " + rows, Long.class)
                        .getSingleResult());
    }

    /** @return the status's address */
    private static String click(ApiVisitor guest, String mode, int status) {
        return guest.in(mode).post("/stage").then().statusCode(status).extract().path("links.self");
    }

    /** @return the page that follows */
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
