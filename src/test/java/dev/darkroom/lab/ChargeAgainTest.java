package dev.darkroom.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;

import dev.darkroom.gateway.GatewayService;
import dev.darkroom.testing.ApiVisitor;
import dev.darkroom.testing.Database;
import dev.darkroom.web.SimulatedDelays;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A charge's job runs a hundred times more, by itself, and charges nothing more. */
@QuarkusTest
class ChargeAgainTest {

    private static final Duration DELAY = Duration.ofMillis(200);

    @Inject
    ArmedFaults faults;

    @Inject
    GuardDamage damage;

    @Inject
    GatewayService gateway;

    private ApiVisitor guest;
    private JsonPath charge;

    @BeforeEach
    void pay() {
        guest = ApiVisitor.signedUp();
        charge = guest.awaitComplete(guest.pay("durable", 1000).path("links.self"));
    }

    @AfterEach
    void repair() {
        Database.sql("DELETE FROM lab_fault");
    }

    @Test
    void a_hundred_runs_send_a_hundred_requests_that_get_one_receipt_and_leave_the_charge_as_it_is() {
        List<?> before = chargeAndJob();

        runAgain(guest).then().statusCode(202);

        JsonPath repeats = awaitRuns(guest);
        assertThat(repeats.getInt("runs")).isEqualTo(100);
        assertThat(repeats.getInt("complete")).isEqualTo(100);
        assertThat(repeats.getInt("requests")).isEqualTo(attempts()).isGreaterThanOrEqualTo(100);
        assertThat(repeats.getInt("receipts")).isEqualTo(1);
        assertThat(repeats.getInt("charges")).isEqualTo(1);
        assertThat(repeats.getList("endsMs")).hasSize(100);
        assertThat(repeats.getString("sentence"))
                .isEqualTo("100 runs, %d requests to the gateway, one line in its ledger, every receipt the same."
                        .formatted(attempts()));
        JsonPath ledger = guest.json("/gateway/ledger/" + id());
        assertThat(ledger.getList("")).hasSize(1);
        assertThat(ledger.getInt("[0].deliveries")).isEqualTo(1 + attempts());
        assertThat(receiptsOnTimelines()).hasToString("[" + ledger.getString("[0].receipt") + " 1/1]");
        assertThat(chargeAndJob()).isEqualTo(before);
    }

    @Test
    void a_browser_returns_to_the_page_with_the_button_which_shows_the_runs() {
        guest.form()
                .header("Referer", "http://localhost/billing")
                .post("/charges/" + id() + "/again")
                .then()
                .statusCode(303)
                .header("Location", endsWith("/billing"));
        awaitRuns(guest);

        for (String page : List.of("/billing", "/charges/" + id())) {
            guest.browser()
                    .get(page)
                    .then()
                    .statusCode(200)
                    .body(containsString("one line in its ledger, every receipt the same."));
        }
    }

    @Test
    void each_press_adds_a_hundred_runs_unless_earlier_ones_are_open() {
        Database.sql("INSERT INTO paused_lane (lane, paused_by) VALUES ('PAYMENTS', 'test')");
        try {
            runAgain(guest).then().statusCode(202);
            runAgain(guest).then().statusCode(202);
            assertThat(repeats(guest).getInt("open")).isEqualTo(100);
        } finally {
            Database.sql("DELETE FROM paused_lane");
        }
        awaitRuns(guest);
        runAgain(guest).then().statusCode(202);

        JsonPath repeats = awaitRuns(guest);

        assertThat(repeats.getInt("runs")).isEqualTo(200);
        assertThat(repeats.getInt("requests")).isEqualTo(attempts());
        assertThat(repeats.getInt("charges")).isEqualTo(1);
    }

    @Test
    void without_the_key_the_runs_charge_many_times() {
        guest.arm(Fault.WITHOUT_KEY.id, Fault.WITHOUT_KEY.value);

        runAgain(guest).then().statusCode(202);

        JsonPath repeats = awaitRuns(guest);
        assertThat(repeats.getInt("charges")).isGreaterThan(10);
        assertThat(repeats.getInt("receipts")).isEqualTo(repeats.getInt("charges") - 1);
        assertThat(guest.browser().get("/billing").asString())
                .contains("one payment charged " + repeats.getInt("charges") + " times", "data-joint=\"≠\"");
    }

    @Test
    void another_visitor_gets_404() {
        ApiVisitor other = ApiVisitor.signedUp();
        runAgain(other).then().statusCode(404);
        other.request().get(again()).then().statusCode(404);
        assertThat(repeats(guest).getInt("runs")).isZero();
    }

    /** Without such runs, the resource answers 404. */
    @Test
    void a_closed_lab_has_no_such_runs() {
        ChargeAgainRuns closed = new ChargeAgainRuns(null, null, null, new LabAccess(() -> false, null));

        assertThat(closed.of(null, List.of())).isEmpty();
    }

    @Test
    void a_payment_that_is_not_complete_gets_409() {
        charge = guest.awaitFailed(guest.pay("durable", 1313).path("links.self"));

        runAgain(guest).then().statusCode(409).body("detail", containsString("Only a complete payment"));
    }

    @Test
    void the_gateway_answers_a_repeated_key_without_its_simulated_delay() {
        FaultyGatewayService slow =
                new FaultyGatewayService(gateway, faults, damage, new SlowGateway(), Duration.ofSeconds(5)) {
                    @Override
                    public Answer decline(String key, int amount) {
                        throw new UnsupportedOperationException();
                    }

                    @Override
                    public Entry voidKey(String key) {
                        throw new UnsupportedOperationException();
                    }

                    @Override
                    public Optional<Entry> find(String key) {
                        throw new UnsupportedOperationException();
                    }
                };

        assertThat(millis(() -> slow.charge(id(), 1000))).isLessThan(DELAY.toMillis());
        assertThat(millis(() -> slow.charge("new-" + id(), 1000))).isGreaterThanOrEqualTo(DELAY.toMillis());
    }

    /** The look-up of any other run finds the receipt. */
    @Test
    void an_ordinary_run_does_not_send_a_charge_that_was_made() {
        Database.sql("UPDATE job SET state = 'QUEUED', finished_at = NULL WHERE kind = 'make-charge' AND key = '" + id()
                + "'");
        guest.await("/jobs/" + jobId(), job -> job.getString("job.state").equals("COMPLETE"));

        assertThat(guest.json("/gateway/ledger/" + id()).getInt("[0].deliveries"))
                .isEqualTo(1);
    }

    private record SlowGateway() implements SimulatedDelays {

        @Override
        public Duration smtpDelay() {
            return Duration.ZERO;
        }

        @Override
        public Duration gatewayDelay() {
            return DELAY;
        }

        @Override
        public Duration resizeDelay() {
            return Duration.ZERO;
        }

        @Override
        public Duration transcodeDelay() {
            return Duration.ZERO;
        }
    }

    private static long millis(Runnable action) {
        long begun = System.nanoTime();
        action.run();
        return Duration.ofNanos(System.nanoTime() - begun).toMillis();
    }

    private Response runAgain(ApiVisitor visitor) {
        return visitor.program().post(again());
    }

    private JsonPath repeats(ApiVisitor visitor) {
        return visitor.json(again());
    }

    private JsonPath awaitRuns(ApiVisitor visitor) {
        return visitor.await(again(), now -> now.getInt("runs") > 0 && !now.getBoolean("moving"));
    }

    private String again() {
        return "/charges/" + id() + "/again";
    }

    private String id() {
        return charge.getString("id");
    }

    private String jobId() {
        return charge.getString("links.job").replace("/jobs/", "");
    }

    private List<?> chargeAndJob() {
        return Database.rows(
                        "SELECT charge.*, job.*, (SELECT count(*) FROM job_event WHERE job_id = job.id) FROM charge"
                                + " JOIN job ON job.kind = 'make-charge' AND job.key = CAST(charge.id AS text) WHERE charge.id = '"
                                + id() + "'")
                .stream()
                .map(row -> List.of(Arrays.deepToString((Object[]) row)))
                .toList();
    }

    /** A run whose request timed out is repeated, so there may be more attempts than runs. */
    private int attempts() {
        Object sum = Database.rows("SELECT sum(attempt) FROM job WHERE kind = 'charge-again' AND subject = '/charges/"
                        + id() + "/status'")
                .get(0);
        return ((Number) sum).intValue();
    }

    private List<?> receiptsOnTimelines() {
        return Database.rows("SELECT DISTINCT detail FROM job_event JOIN job ON job_id = job.id WHERE kind ="
                + " 'charge-again' AND step = 'PROGRESS' AND subject = '/charges/" + id() + "/status'");
    }
}
