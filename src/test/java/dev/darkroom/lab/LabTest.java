package dev.darkroom.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.hasSize;

import dev.darkroom.testing.ApiVisitor;
import dev.darkroom.testing.Pictures;
import dev.darkroom.testing.TcpProxy;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each button of the lab breaks what its card says, with the consequences that the card promises. */
@QuarkusTest
@TestProfile(LabTest.ShortLease.class)
class LabTest {

    public static class ShortLease implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "darkroom.jobs.lease", "1s",
                    "darkroom.jobs.heartbeat", "200ms",
                    "darkroom.gateway.timeout", "1s");
        }
    }

    private ApiVisitor guest;

    @BeforeEach
    void all_is_well() {
        TcpProxy.GATEWAY.leadTo(RestAssured.port);
        guest = ApiVisitor.signedUp();
        guest.awaitComplete("/me/status");
    }

    @AfterEach
    void make_it_right_again() {
        repair();
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void every_page_says_what_is_broken_until_it_is_made_right_again(Fault fault) {
        breakIt(fault);

        assertThat(guest.json("/lab").getMap("broken")).containsEntry(fault.row(), fault.value());
        assertThat(guest.json("/process").getString("notices[0].text")).contains(fault.clause());
        guest.browser().get("/photos").then().statusCode(200).body(containsString("data-kind=\"broken\""));
        repair();
        assertThat(guest.json("/lab").getMap("broken")).isEmpty();
        guest.request().get("/process").then().body("notices", hasSize(0));
    }

    @Test
    void a_stranger_may_look_and_break_too() {
        ApiVisitor stranger = new ApiVisitor();

        stranger.browser().get("/lab").then().statusCode(200).body(containsString("The mail server is down"));
        arm(stranger, "mail", "down", 303);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mail,up", "nothing,off", "halt,nowhere", ","})
    void what_the_lab_does_not_have_is_refused(String pair) {
        String[] words = pair.split(",", -1);

        arm(guest, words[0], words[1], 400);

        assertThat(guest.json("/lab").getMap("broken")).isEmpty();
    }

    @Test
    void with_the_mail_server_down_the_mail_waits_until_it_is_back() {
        breakIt(Fault.MAIL_DOWN);
        welcome();
        guest.await("/me/status", answer -> answer.getString("phase").equals("retrying"));

        repair();

        guest.awaitComplete("/me/status");
    }

    @Test
    void a_mail_whose_answers_are_lost_comes_more_than_once_with_one_message_id() {
        breakIt(Fault.MAIL_REPLY_LOST);
        welcome();
        guest.await("/me/status", answer -> answer.getInt("attempt") > 2);
        repair();

        guest.awaitComplete("/me/status");

        List<String> ids = guest.json("/inbox").getList("messageId");
        assertThat(ids).hasSizeGreaterThan(2);
        assertThat(ids.stream().distinct()).as("of two mails").hasSize(2);
    }

    @Test
    void a_company_that_is_busy_is_left_alone_for_a_while_and_then_charges() {
        breakIt(Fault.COMPANY_UNAVAILABLE);
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
            names = {"COMPANY_REPLY_LOST", "COMPANY_SILENT"})
    void a_company_that_is_not_heard_charges_once(Fault fault) {
        breakIt(fault);
        String status = pay(1000);

        JsonPath done = guest.awaitComplete(status);

        assertThat(done.getInt("attempt")).isGreaterThan(1);
        assertThat(effects(done)).isEqualTo(1);
    }

    @Test
    void a_declined_card_is_not_tried_again() {
        breakIt(Fault.CARDS_DECLINED);

        JsonPath failed = guest.awaitFailed(pay(1000));

        assertThat(failed.getString("error")).isEqualTo("the card was declined");
        assertThat(failed.getInt("attempt")).isEqualTo(1);
    }

    @Test
    void a_message_that_comes_a_hundred_times_has_one_effect() {
        breakIt(Fault.MESSAGES_HUNDREDFOLD);

        JsonPath done = guest.awaitComplete(pay(1000));

        await("all deliveries").until(() -> ledger(done).getInt("ledger.deliveries") == 100);
        assertThat(ledger(done).getInt("ledger.attempts")).isEqualTo(1);
        assertThat(effects(done)).isEqualTo(1);
    }

    @Test
    void a_full_disk_is_said_and_the_picture_comes_when_there_is_room() {
        breakIt(Fault.DISK_FULL);
        String status = upload();
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
        breakIt(Fault.RUN_FROZEN);

        JsonPath done = guest.awaitComplete(pay(1000));

        await("the thaw").until(() -> details(done).stream().anyMatch(detail -> detail.startsWith("thawed")));
        assertThat(steps(done)).contains("rescued").containsOnlyOnce("complete");
        assertThat(effects(done)).isEqualTo(1);
        assertThat(damage(Fault.WITHOUT_FENCE)).isEqualTo(overwritten);
    }

    @Test
    void without_the_fence_the_frozen_run_overwrites_what_is_finished() {
        long before = damage(Fault.WITHOUT_FENCE);
        breakIt(Fault.WITHOUT_FENCE);
        breakIt(Fault.RUN_FROZEN);

        JsonPath done = guest.awaitComplete(pay(1000));

        await("the damage").until(() -> damage(Fault.WITHOUT_FENCE) == before + 1);
        assertThat(steps(done)).filteredOn("complete"::equals).hasSize(2);
    }

    @Test
    void without_the_key_a_lost_reply_charges_twice_and_the_books_show_it() {
        long before = damage(Fault.WITHOUT_KEY);
        breakIt(Fault.WITHOUT_KEY);

        JsonPath done = guest.awaitComplete(pay(707));

        assertThat(effects(done)).isEqualTo(2);
        assertThat(damage(Fault.WITHOUT_KEY)).isEqualTo(before + 1);
        guest.browser()
                .get("/charges/" + done.getString("id"))
                .then()
                .statusCode(200)
                .body(containsString("Charged twice: 14.14 EUR"), containsString("nobody here knows of this one"));
    }

    @Test
    void without_the_outbox_a_record_has_no_job_between_the_two_writes() {
        long before = damage(Fault.WITHOUT_OUTBOX);
        breakIt(Fault.WITHOUT_OUTBOX);
        arm(guest, CrashPoints.PAUSE, CrashPoint.BETWEEN_WRITES.label(), 303);

        CompletableFuture<Void> answer = CompletableFuture.runAsync(this::welcome);

        await("the record").until(() -> damage(Fault.WITHOUT_OUTBOX) == before + 1);
        assertThat(guest.json("/me/status").getString("links.job")).isNull();
        repair();
        answer.join();
        guest.awaitComplete("/me/status");
        assertThat(damage(Fault.WITHOUT_OUTBOX)).isEqualTo(before);
    }

    @Test
    void of_two_faults_one_is_mended_and_the_other_stays() {
        breakIt(Fault.MAIL_DOWN);
        breakIt(Fault.DISK_FULL);

        mend("mail", "down", 303);

        assertThat(guest.json("/lab").getMap("broken")).containsOnlyKeys(Fault.DISK_FULL.row());
        mend("mail", "up", 400);
        mend("disk", null, 400);
        assertThat(guest.json("/lab").getMap("broken")).containsOnlyKeys(Fault.DISK_FULL.row());
    }

    @Test
    void a_button_to_mend_is_there_only_where_something_is_broken() {
        assertThat(page()).contains("Nothing is broken.").doesNotContain("Mend it");

        breakIt(Fault.MAIL_DOWN);

        assertThat(page()).doesNotContain("Nothing is broken.").containsOnlyOnce("Mend it</button>");
    }

    @Test
    void the_banner_leads_back_to_the_page_on_which_it_was_pressed() {
        guest.request()
                .redirects()
                .follow(false)
                .header("Referer", "http://localhost:%d/billing".formatted(RestAssured.port))
                .post("/lab/repair")
                .then()
                .statusCode(303)
                .header("Location", endsWith("/billing"));
    }

    private void breakIt(Fault fault) {
        arm(guest, fault.row(), fault.value(), 303);
    }

    private static void arm(ApiVisitor who, String name, String value, int status) {
        who.request()
                .redirects()
                .follow(false)
                .formParam("name", name)
                .formParam("value", value)
                .post("/lab/faults")
                .then()
                .statusCode(status);
    }

    private void repair() {
        guest.request().redirects().follow(false).post("/lab/repair").then().statusCode(303);
    }

    private void mend(String name, String value, int status) {
        guest.request()
                .redirects()
                .follow(false)
                .formParam("name", name)
                .formParam("value", value == null ? "" : value)
                .post("/lab/repair")
                .then()
                .statusCode(status);
    }

    private String page() {
        return guest.browser().get("/lab").then().statusCode(200).extract().asString();
    }

    private void welcome() {
        guest.in("durable").post("/me/welcome").then().statusCode(202);
    }

    private String pay(int cents) {
        return guest.in("durable")
                .header("Idempotency-Key", '"' + UUID.randomUUID().toString() + '"')
                .formParam("amount", cents)
                .post("/charges")
                .then()
                .statusCode(202)
                .extract()
                .path("links.self");
    }

    private String upload() {
        guest.in("durable")
                .multiPart("files", "halves.jpg", Pictures.jpeg(40, 20), "image/jpeg")
                .post("/photos")
                .then()
                .statusCode(202);
        return guest.json("/photos").getString("[0].status.links.self");
    }

    private JsonPath ledger(JsonPath status) {
        return guest.json(status.getString("links.job"));
    }

    private int effects(JsonPath status) {
        return ledger(status).getInt("ledger.effects.count");
    }

    private List<String> steps(JsonPath status) {
        return ledger(status).getList("timeline.step");
    }

    private List<String> details(JsonPath status) {
        return ledger(status).<String>getList("timeline.detail").stream()
                .filter(detail -> detail != null)
                .toList();
    }

    private long damage(Fault guard) {
        return guest.json("/lab").getLong("damage.'" + guard.row() + "'");
    }
}
