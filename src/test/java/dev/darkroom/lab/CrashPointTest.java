package dev.darkroom.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.darkroom.testing.ApiVisitor;
import dev.darkroom.testing.Pictures;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run pauses at an armed crash point, records it in the timeline, and continues after the repair. */
@QuarkusTest
class CrashPointTest {

    @Inject
    ArmedFaults faults;

    private ApiVisitor guest;

    @BeforeEach
    void sign_up() {
        guest = ApiVisitor.signedUp();
        guest.awaitComplete("/me/status");
    }

    @AfterEach
    void repair() {
        faults.repair();
    }

    @ParameterizedTest
    @ValueSource(strings = {"after-claim", "before-effect", "after-effect", "before-settle"})
    void a_charge_pauses_and_continues(String point) {
        faults.arm(CrashPoints.PAUSE, point);
        JsonPath status = guest.json(pay());

        await(point).until(() -> reached(status), List.of(point)::equals);
        assertThat(guest.json(status.getString("links.self")).getString("status"))
                .isEqualTo("processing");
        faults.repair();

        guest.awaitComplete(status.getString("links.self"));
        assertThat(reached(status)).as("noted once").containsExactly(point);
    }

    @ParameterizedTest
    @ValueSource(strings = {"before-rename", "after-rename"})
    void a_photo_pauses_around_its_rename(String point) {
        faults.arm(CrashPoints.PAUSE, point);
        String photo = guest.upload("durable", "sea.jpg", Pictures.jpeg(40, 20)).path("photos[0].links.self");

        await(point).until(() -> reached(guest.json(photo)).contains(point));
        faults.repair();

        guest.awaitComplete(photo);
    }

    @Test
    void nothing_is_visible_to_others_before_the_commit() {
        faults.arm(CrashPoints.PAUSE, "before-commit");

        CompletableFuture<String> paying = CompletableFuture.supplyAsync(this::pay);

        await().during(Duration.ofMillis(300))
                .until(() -> guest.json("/billing").getList("").isEmpty() && !paying.isDone());
        faults.repair();
        guest.awaitComplete(paying.join());
    }

    private String pay() {
        return guest.pay("durable", 1000).then().statusCode(202).extract().path("links.self");
    }

    private List<String> reached(JsonPath status) {
        return guest.json(status.getString("links.job")).getList("timeline.findAll { it.step == 'fault' }.detail");
    }
}
