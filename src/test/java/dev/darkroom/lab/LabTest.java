package dev.darkroom.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;

import dev.darkroom.testing.ApiVisitor;
import dev.darkroom.testing.Database;
import dev.darkroom.testing.Pictures;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each fault of the lab has the effect and the symptom that its card describes. */
@QuarkusTest
class LabTest {

    private ApiVisitor guest;

    @BeforeEach
    void sign_up() {
        guest = ApiVisitor.signedUp();
        guest.awaitComplete("/me/status");
    }

    @AfterEach
    void repair() {
        guest.repair();
    }

    @Test
    void every_page_shows_an_armed_fault_until_it_is_repaired() {
        for (Fault fault : Stream.of(Fault.values())
                .filter(one -> !one.id.equals("broker"))
                .toList()) {
            arm(fault);

            assertThat(broken()).containsEntry(fault.id, fault.value);
            assertThat(guest.json("/process").getString("notices[0].text")).contains(fault.clause);
            guest.browser().get("/photos").then().statusCode(200).body(containsString("data-kind=\"broken\""));
            assertThat(page())
                    .contains("1 fault is armed")
                    .containsOnlyOnce(
                            "class=\"lab-toggle\" id=\"" + Scenario.of(fault).id() + "\" data-armed");
            repair();
            assertThat(broken()).isEmpty();
        }
        assertThat(guest.json("/process").getList("notices")).isEmpty();
        assertThat(page()).contains("Nothing is broken.").doesNotContain("data-armed");
    }

    @Test
    void an_anonymous_visitor_may_compare_and_arm_faults() {
        ApiVisitor stranger = new ApiVisitor();

        stranger.browser()
                .get("/compare")
                .then()
                .statusCode(200)
                .body(containsString("Make 30 clicks"), containsString("<noscript>"), containsString("\"/stage\""));
        stranger.browser().get("/lab").then().statusCode(200).body(containsString("Mail server is down"));
        stranger.arm("mail", "down");
    }

    @ParameterizedTest
    @CsvSource({"mail,up", "nothing,off", "halt,nowhere", "'',''"})
    void an_unknown_fault_gets_400(String name, String value) {
        post("/lab/faults", name, value, 400);

        assertThat(broken()).isEmpty();
    }

    @Test
    void a_disabled_lab_reads_no_faults() {
        assertThat(new ArmedFaults(null, () -> false, null, null).armed()).isEmpty();
    }

    @Test
    void a_mail_is_retried_until_the_mail_server_is_back() {
        arm(Fault.MAIL_DOWN);
        welcome();
        guest.await("/me/status", answer -> answer.getString("phase").equals("retrying"));

        repair();

        guest.awaitComplete("/me/status");
    }

    @Test
    void a_mail_whose_replies_are_lost_arrives_several_times_with_one_message_id() {
        arm(Fault.MAIL_REPLY_LOST);
        welcome();
        guest.await("/me/status", answer -> answer.getInt("attempt") > 2);
        repair();

        guest.awaitComplete("/me/status");

        List<String> ids = guest.json("/inbox").getList("messageId");
        assertThat(ids).hasSizeGreaterThan(2);
        assertThat(ids.stream().distinct()).as("of two mails").hasSize(2);
        guest.browser()
                .get("/inbox")
                .then()
                .statusCode(200)
                .body(containsString("Same Message-ID, sent"), containsString(ids.size() + " mails, 2 Message-IDs"));
    }

    @Test
    void an_unavailable_gateway_is_retried_after_a_pause_and_then_charges() {
        arm(Fault.GATEWAY_UNAVAILABLE);
        String status = pay(1000);
        JsonPath waiting =
                guest.await(status, answer -> answer.getInt("attempt") == 2 && answer.get("nextRetryAt") != null);
        assertThat(waiting.getString("error")).contains("503");

        repair();

        JsonPath done = guest.awaitComplete(status);
        assertThat(done.getInt("attempt")).as("no hot loop").isLessThan(5);
        assertThat(effects(done)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"GATEWAY_REPLY_LOST", "GATEWAY_SLOW"})
    void a_gateway_whose_replies_do_not_arrive_charges_once_and_waits_outside_of_transactions(Fault fault) {
        arm(fault);
        String status = pay(1000);

        JsonPath done = await("the charge")
                .until(
                        () -> {
                            // As PostgreSQL does after idle_in_transaction_session_timeout, but sooner.
                            Database.rows(
                                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in"
                                            + " transaction' AND clock_timestamp() - state_change > interval '500 ms'");
                            return guest.json(status);
                        },
                        answer -> answer.getString("status").equals("complete"));

        assertThat(done.getInt("attempt")).isGreaterThan(1);
        assertThat(effects(done)).isEqualTo(1);
    }

    @Test
    void a_declined_card_is_not_retried() {
        arm(Fault.CARDS_DECLINED);

        JsonPath failed = guest.awaitFailed(pay(1000));

        assertThat(failed.getString("error")).isEqualTo("the card was declined");
        assertThat(failed.getInt("attempt")).isEqualTo(1);
    }

    @Test
    void a_full_disk_is_reported_and_the_picture_is_retried_until_there_is_space() {
        arm(Fault.DISK_FULL);
        String status =
                guest.upload("durable", "halves.jpg", Pictures.jpeg(40, 20)).path("photos[0].links.self");
        JsonPath waiting =
                guest.await(status, answer -> answer.getString("phase").equals("retrying"));
        assertThat(waiting.getString("error")).contains("cannot be stored");
        assertThat(effects(waiting)).isZero();

        repair();

        assertThat(effects(guest.awaitComplete(status))).isEqualTo(3);
    }

    @Test
    void a_run_that_freezes_past_its_lease_is_fenced() {
        long overwritten = damage(Fault.WITHOUT_FENCE);
        arm(Fault.RUN_FROZEN);

        JsonPath done = guest.awaitComplete(pay(1000));

        await("the thaw").until(() -> details(done).contains("thawed"));
        assertThat(steps(done)).contains("rescued").containsOnlyOnce("complete");
        assertThat(effects(done)).isEqualTo(1);
        assertThat(damage(Fault.WITHOUT_FENCE)).isEqualTo(overwritten);
    }

    @Test
    void a_frozen_run_overwrites_a_finished_job_without_the_fence() {
        long before = damage(Fault.WITHOUT_FENCE);
        arm(Fault.WITHOUT_FENCE);
        arm(Fault.RUN_FROZEN);

        String status = pay(1000);
        await("the freeze").until(() -> details(guest.json(status)).contains("frozen"));
        Database.sql("UPDATE job SET leased_until = now() WHERE state = 'RUNNING'");
        JsonPath done = guest.awaitComplete(status);

        await("the damage").until(() -> damage(Fault.WITHOUT_FENCE) == before + 1);
        assertThat(steps(done)).filteredOn("complete"::equals).hasSize(2);
    }

    @Test
    void a_lost_reply_charges_twice_without_the_key_and_the_ledger_shows_it() {
        long before = damage(Fault.WITHOUT_KEY);
        arm(Fault.WITHOUT_KEY);

        JsonPath done = guest.awaitComplete(pay(707));

        assertThat(effects(done)).isEqualTo(2);
        assertThat(damage(Fault.WITHOUT_KEY)).isEqualTo(before + 1);
        guest.browser()
                .get("/charges/" + done.getString("id"))
                .then()
                .statusCode(200)
                .body(containsString("Charged twice: 14.14 EUR"), containsString("not in our record"));
    }

    @Test
    void a_record_has_no_job_between_the_two_writes_without_the_outbox() {
        long before = damage(Fault.WITHOUT_OUTBOX);
        arm(Fault.WITHOUT_OUTBOX);
        guest.arm(CrashPoints.PAUSE, CrashPoint.BETWEEN_WRITES.label());

        CompletableFuture<Void> answer = CompletableFuture.runAsync(this::welcome);

        await("the record").until(() -> damage(Fault.WITHOUT_OUTBOX) == before + 1);
        assertThat(guest.json("/me/status").getString("links.job")).isNull();
        repair();
        answer.join();
        guest.awaitComplete("/me/status");
        assertThat(damage(Fault.WITHOUT_OUTBOX)).isEqualTo(before);
    }

    @Test
    void a_permalink_chooses_a_scenario_and_arms_nothing() {
        for (Scenario scenario :
                Scenario.ALL.stream().filter(one -> !one.needsBroker()).toList()) {
            guest.browser()
                    .get("/lab?scenario=" + scenario.id())
                    .then()
                    .statusCode(200)
                    .body(containsString(
                            scenario.title() + ".</b> " + scenario.expectation().text()));
        }

        assertThat(broken()).isEmpty();
        assertThat(Scenario.ALL).extracting(Scenario::id).doesNotHaveDuplicates();
        guest.browser().get("/lab?scenario=nothing").then().statusCode(404);
    }

    @Test
    void a_press_on_the_page_leads_back_to_its_place() {
        guest.program()
                .header("Referer", "http://localhost:%d/lab?scenario=disk-full".formatted(RestAssured.port))
                .formParam("name", "halt")
                .formParam("value", "after-effect")
                .post("/lab/faults")
                .then()
                .statusCode(303)
                .header("Location", endsWith("/lab?scenario=halt-after-effect#halt-after-effect"));
    }

    @Test
    void repairing_everything_also_resumes_the_lanes() {
        guest.program().post("/lanes/images/pause").then().statusCode(204);

        repair();

        assertThat(Database.count("paused_lane")).isZero();
    }

    @Test
    void repairing_one_of_two_faults_keeps_the_other() {
        arm(Fault.MAIL_DOWN);
        arm(Fault.DISK_FULL);

        post("/lab/repair", "mail", "down", 303);
        post("/lab/repair", "mail", "up", 400);
        post("/lab/repair", "disk", "", 400);

        assertThat(broken()).containsOnlyKeys(Fault.DISK_FULL.id);
    }

    @Test
    void the_repair_button_of_the_banner_redirects_to_its_page() {
        guest.program()
                .header("Referer", "http://localhost:%d/billing".formatted(RestAssured.port))
                .post("/lab/repair")
                .then()
                .statusCode(303)
                .header("Location", endsWith("/billing"));
    }

    private void arm(Fault fault) {
        guest.arm(fault.id, fault.value);
    }

    private void post(String address, String name, String value, int status) {
        guest.program()
                .formParam("name", name)
                .formParam("value", value)
                .post(address)
                .then()
                .statusCode(status);
    }

    private Map<String, String> broken() {
        return guest.json("/lab").getMap("broken");
    }

    private String page() {
        return guest.browser().get("/lab").then().statusCode(200).extract().asString();
    }

    private void welcome() {
        guest.in("durable").post("/me/welcome").then().statusCode(202);
    }

    private String pay(int cents) {
        return guest.pay("durable", cents).then().statusCode(202).extract().path("links.self");
    }

    private JsonPath job(JsonPath status) {
        return guest.json(status.getString("links.job"));
    }

    private int effects(JsonPath status) {
        return job(status).getInt("ledger.effects.count");
    }

    private List<String> steps(JsonPath status) {
        return job(status).getList("timeline.step");
    }

    private String details(JsonPath status) {
        return job(status).getString("timeline.detail");
    }

    private long damage(Fault guard) {
        return guest.json("/lab").getLong("damage.'" + guard.id + "'");
    }
}
