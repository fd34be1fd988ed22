package dev.darkroom.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.testing.ApiVisitor;
import dev.darkroom.testing.DeploymentWithALab;
import dev.darkroom.testing.TcpProxy;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A deployment whose settings have opened the lab all the same: for the operator, and never for the guards. */
@QuarkusTest
@TestProfile(DeploymentWithALab.class)
class ClosedLabTest {

    @Inject
    ArmedFaults faults;

    private ApiVisitor operator;

    @BeforeEach
    void the_operator_is_in() {
        TcpProxy.GATEWAY.leadTo(RestAssured.port);
        operator = new ApiVisitor();
        operator.signIn(ApiVisitor.OPERATOR, ApiVisitor.PASSWORD).then().statusCode(204);
    }

    @AfterEach
    void make_it_right_again() {
        faults.repair();
    }

    @Test
    void to_all_but_the_operator_there_is_no_lab() {
        new ApiVisitor().browser().get("/compare").then().statusCode(404);
        assertThat(new ApiVisitor().request().get("/lab").statusCode()).isEqualTo(404);
        assertThat(ApiVisitor.signedUp().request().get("/lab").statusCode()).isEqualTo(404);
        assertThat(arm(ApiVisitor.signedUp(), Fault.MAIL_DOWN)).isEqualTo(404);
        assertThat(operator.request().get("/lab").statusCode()).isEqualTo(200);
        assertThat(arm(operator, Fault.MAIL_DOWN)).isEqualTo(303);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"WITHOUT_KEY", "WITHOUT_OUTBOX", "WITHOUT_FENCE"})
    void a_guard_stays_whatever_the_settings_say(Fault guard) {
        assertThat(arm(operator, guard)).isEqualTo(403);
        assertThat(faults.is(guard)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"WITHOUT_KEY", "WITHOUT_OUTBOX", "WITHOUT_FENCE"})
    void a_guard_stays_whatever_the_table_says(Fault guard) {
        faults.arm(guard.row(), guard.value());

        assertThat(faults.is(guard)).isFalse();
    }

    @Test
    void a_charge_is_made_once_although_a_row_says_without_the_key() {
        ApiVisitor guest = ApiVisitor.signedUp();
        faults.arm(Fault.WITHOUT_KEY.row(), Fault.WITHOUT_KEY.value());

        String status = guest.in("durable")
                .header("Idempotency-Key", '"' + UUID.randomUUID().toString() + '"')
                .formParam("amount", 707)
                .post("/charges")
                .path("links.self");

        String job = guest.awaitComplete(status).getString("links.job");
        assertThat(guest.json(job).getInt("ledger.effects.count")).isEqualTo(1);
    }

    private static int arm(ApiVisitor who, Fault fault) {
        return who.request()
                .redirects()
                .follow(false)
                .formParam("name", fault.row())
                .formParam("value", fault.value())
                .post("/lab/faults")
                .statusCode();
    }
}
