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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run pauses at an armed crash point, notes it on its timeline, and continues after the repair. */
@QuarkusTest
class CrashPointTest {

    @Inject
    ArmedFaults faults;

    @AfterEach
    void repair() {
        faults.repair();
    }

    @ParameterizedTest
    @ValueSource(strings = {"before-publish", "before-effect", "after-effect", "before-settle"})
    void a_charge_pauses_and_continues(String point) {
        ApiVisitor guest = ApiVisitor.signedUp();
        guest.awaitComplete("/me/status");
        faults.arm(CrashPoints.PAUSE, point);
        String status = pay(guest).getString("links.self");
        String job = guest.await(status, answer -> answer.getString("links.job") != null)
                .getString("links.job");

        await(point).until(() -> reached(guest, job), List.of(point)::equals);
        assertThat(guest.json(status).getString("status")).isEqualTo("processing");
        faults.repair();

        guest.awaitComplete(status);
        assertThat(reached(guest, job)).as("noted once").containsExactly(point);
    }

    @ParameterizedTest
    @ValueSource(strings = {"before-rename", "after-rename"})
    void a_photo_pauses_around_its_rename(String point) {
        ApiVisitor guest = ApiVisitor.signedUp();
        faults.arm(CrashPoints.PAUSE, point);
        guest.upload("durable", "red-and-blue.jpg", Pictures.jpeg(40, 20))
                .then()
                .statusCode(202);
        JsonPath photo = guest.json("/photos");

        String job = photo.getString("[0].status.links.job");
        await(point).until(() -> reached(guest, job).contains(point));
        faults.repair();

        guest.awaitComplete(photo.getString("[0].status.links.self"));
    }

    @Test
    void a_relay_that_pauses_after_its_message_delays_no_job() {
        ApiVisitor guest = ApiVisitor.signedUp();
        guest.awaitComplete("/me/status");
        faults.arm(CrashPoints.PAUSE, "after-publish");

        JsonPath done = guest.awaitComplete(pay(guest).getString("links.self"));

        await().until(() -> reached(guest, done.getString("links.job")), List.of("after-publish")::equals);
    }

    @Test
    void before_the_commit_nothing_is_visible_to_others() {
        ApiVisitor guest = ApiVisitor.signedUp();
        faults.arm(CrashPoints.PAUSE, "before-commit");

        CompletableFuture<JsonPath> paying = CompletableFuture.supplyAsync(() -> pay(guest));

        await().during(Duration.ofMillis(300))
                .until(() -> guest.json("/billing").getList("").isEmpty() && !paying.isDone());
        faults.repair();
        guest.awaitComplete(paying.join().getString("links.self"));
    }

    private static JsonPath pay(ApiVisitor guest) {
        return guest.pay("durable", 1000).then().statusCode(202).extract().jsonPath();
    }

    private static List<String> reached(ApiVisitor guest, String job) {
        return guest.json(job).getList("timeline.findAll { it.step == 'fault' }.detail");
    }
}
