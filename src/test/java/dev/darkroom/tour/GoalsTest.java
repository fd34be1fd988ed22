package dev.darkroom.tour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import dev.darkroom.testing.ApiVisitor;
import dev.darkroom.testing.Database;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The goals of the tour are reached by the visitor's own records, jobs and effects, and by nothing else. */
@QuarkusTest
class GoalsTest {

    private ApiVisitor visitor;

    @BeforeEach
    void sign_up() {
        visitor = ApiVisitor.signedUp();
    }

    @AfterEach
    void repair() {
        visitor.repair();
    }

    @Test
    void each_stop_has_a_page_that_needs_no_session() {
        ApiVisitor stranger = new ApiVisitor();
        for (TourStop stop : Itinerary.STOPS) {
            String address = "/tour/" + stop.number();
            stranger.browser().get(address).then().statusCode(200).body(containsString("data-goal"));
            assertThat(stranger.json(address + "/goals").getList("goals")).containsOnly(false);
        }
        stranger.browser().get("/tour").then().statusCode(200).body(containsString("data-tour=\"1\""));
        stranger.browser().get("/tour/10").then().statusCode(404);
    }

    @Test
    void a_goal_is_reached_by_the_visitors_own_record_only() {
        visitor.in("inline").post("/stage").then().statusCode(201);
        visitor.awaitComplete("/me/status");

        assertThat(goals(visitor, 1).getList("goals")).containsExactly(true, true, false);
        assertThat(goals(visitor, 1).getList("records.mode")).contains("inline", "durable");
        assertThat(goals(visitor, 8).getList("goals")).as("one of three").containsExactly(false);
        assertThat(goals(new ApiVisitor(), 1).getList("goals")).containsOnly(false);
        assertThat(goals(ApiVisitor.signedUp(), 1).getBoolean("goals[0]")).isFalse();
        visitor.browser().get("/tour/1").then().body(containsString("data-done"));
    }

    @Test
    void a_fault_reaches_its_goal() {
        visitor.arm("mail", "down");
        visitor.in("inline").post("/stage").then().statusCode(502);

        assertThat(goals(visitor, 1).getBoolean("goals[2]")).isTrue();
    }

    @Test
    void the_line_of_the_latest_moment_is_lit() {
        visitor.in("inline").post("/stage").then().statusCode(201);
        int line = Itinerary.STOPS.get(0).code().get(0).line("runner.run").orElseThrow();

        assertThat(goals(visitor, 1).getList("lit")).isEqualTo(List.of("0-" + line));
        visitor.browser().get("/tour/1").then().body(containsString("data-line=\"0-" + line + "\" data-lit"));
    }

    @Test
    void effects_are_counted_in_the_external_system() {
        visitor.awaitComplete(visitor.pay("durable", 707).path("links.self"));

        assertThat(goals(visitor, 5).getList("goals")).containsExactly(false, true);
        Database.sql("UPDATE gateway_ledger SET status = 'VOIDED', receipt = NULL");
        assertThat(goals(visitor, 5).getList("goals")).containsExactly(false, false);
    }

    @Test
    void a_payment_reaches_only_the_goals_whose_presses_runs_and_claims_it_has() {
        String pressedOnce = pay("10.00", 1);
        assertThat(goals(visitor, 4).getList("goals")).containsExactly(true, false, false);
        assertThat(goals(visitor, 5).getList("goals")).containsExactly(false, false);

        pay("7.07", 2);
        assertThat(goals(visitor, 5).getList("goals"))
                .as("pressed twice, but claimed twice")
                .containsExactly(false, true);

        pay("10.00", 2);
        assertThat(goals(visitor, 5).getList("goals")).containsExactly(true, true);

        visitor.program().post(pressedOnce + "/again").then().statusCode(202);
        visitor.await("/tour/4/goals", stop -> !stop.getList("goals").contains(false));
    }

    /** Presses the button of one form, and returns the address of the charge once it is complete. */
    private String pay(String euros, int presses) {
        String intent = UUID.randomUUID().toString();
        String location = null;
        for (int press = 0; press < presses; press++) {
            location = visitor.form()
                    .formParam("attempt", intent)
                    .formParam("euros", euros)
                    .post("/charges")
                    .header("Location");
        }
        String charge = location.substring(location.indexOf("/charges/"));
        visitor.awaitComplete(charge + "/status");
        return charge;
    }

    @Test
    void a_kill_that_leaves_neither_record_nor_job_reaches_its_goal() {
        visitor.awaitComplete("/me/status");
        UUID dead = UUID.randomUUID();
        assertThat(killed(dead).getList("goals")).containsExactly(true, false);
        assertThat(killed(dead).getBoolean("nothingLeft")).isTrue();

        String mail = visitor.in("durable").post("/stage").path("id");
        assertThat(killed(dead).getBoolean("goals[0]"))
                .as("a later mail, from another process")
                .isTrue();
        Database.sql("UPDATE welcome_mail SET process_run = '" + dead + "' WHERE id = '" + mail + "'");
        assertThat(killed(dead).getBoolean("goals[0]"))
                .as("a mail of that process")
                .isFalse();
    }

    @Test
    void a_job_without_its_record_is_something_left() {
        visitor.awaitComplete(visitor.in("durable").post("/stage").path("links.self"));
        assertThat(killed(UUID.randomUUID()).getBoolean("goals[0]")).isTrue();

        Database.sql("DELETE FROM welcome_mail WHERE recipient_id IN (SELECT id FROM account WHERE maker_id = '"
                + Database.idOf(visitor) + "')");

        assertThat(killed(UUID.randomUUID()).getBoolean("goals[0]")).isFalse();
    }

    @Test
    void a_process_that_lives_has_not_been_killed() {
        visitor.program().post("/tour/kill").then().statusCode(204);

        JsonPath noted = goals(visitor, 3);
        assertThat(noted.getList("goals")).containsExactly(false, false);
        assertThat(noted.getString("status")).as("it may die any moment").isEqualTo("processing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "1.2",
                "0f9c1c36-7a4c-4b3e-9f0b-5f6c7f1f0f3a",
                "0f9c1c36-7a4c-4b3e-9f0b-5f6c7f1f0f3a.soon"
            })
    void an_unreadable_note_of_a_kill_is_ignored(String note) {
        visitor.request()
                .cookie("tour-kill", note)
                .get("/tour/3/goals")
                .then()
                .statusCode(200)
                .body("goals[0]", org.hamcrest.Matchers.is(false));
    }

    @Test
    void without_a_script_the_answer_is_a_link_and_the_forms_are_there() {
        ApiVisitor stranger = new ApiVisitor();
        stranger.browser().get("/tour/3").then().body(not(containsString("data-answered>")));
        stranger.browser()
                .get("/tour/3?answer=1")
                .then()
                .body(containsString("data-answered>"), containsString("action=\"/lab/faults\""));
    }

    private JsonPath killed(UUID process) {
        String note = process + "." + Instant.now().minusSeconds(5).toEpochMilli();
        return visitor.request()
                .cookie("tour-kill", note)
                .get("/tour/3/goals")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static JsonPath goals(ApiVisitor visitor, int stop) {
        return visitor.json("/tour/" + stop + "/goals");
    }
}
