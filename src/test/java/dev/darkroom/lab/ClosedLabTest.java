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

/** The profile {@code closed} with the lab enabled: only the operator may use it, and guards stay. */
@QuarkusTest
@TestProfile(DeploymentWithALab.class)
class ClosedLabTest {

    @Inject
    ArmedFaults faults;

    private ApiVisitor operator;

    @BeforeEach
    void sign_the_operator_in() {
        TcpProxy.GATEWAY.leadTo(RestAssured.port);
        operator = new ApiVisitor();
        operator.signIn(ApiVisitor.OPERATOR, ApiVisitor.PASSWORD).then().statusCode(204);
    }

    @AfterEach
    void repair() {
        faults.repair();
    }

    @Test
    void only_the_operator_finds_the_lab() {
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
    void a_guard_cannot_be_removed_by_the_operator(Fault guard) {
        assertThat(arm(operator, guard)).isEqualTo(403);
        assertThat(faults.isArmed(guard)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"WITHOUT_KEY", "WITHOUT_OUTBOX", "WITHOUT_FENCE"})
    void a_guard_cannot_be_removed_by_a_row(Fault guard) {
        faults.arm(guard.id(), guard.value());

        assertThat(faults.isArmed(guard)).isFalse();
    }

    @Test
    void a_charge_is_made_once_although_a_row_removes_the_key() {
        ApiVisitor guest = ApiVisitor.signedUp();
        faults.arm(Fault.WITHOUT_KEY.id(), Fault.WITHOUT_KEY.value());

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
                .formParam("name", fault.id())
                .formParam("value", fault.value())
                .post("/lab/faults")
                .statusCode();
    }
}
