package dev.darkroom;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import dev.darkroom.testing.ApiVisitor;
import dev.darkroom.testing.Contract;
import dev.darkroom.testing.Database;
import dev.darkroom.testing.Pictures;
import dev.darkroom.testing.TcpProxy;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Every answer matches the OpenAPI document that is served, and every operation in it is called. */
@QuarkusTest
class ContractTest {

    private static final String UNKNOWN = UUID.randomUUID().toString();

    private ApiVisitor guest;

    @Test
    void each_operation_answers_as_documented_on_success_and_on_error() {
        guest = new ApiVisitor();
        Contract contract = new Contract(guest.program().get("/q/openapi").asString());
        guest.filter(contract);

        signUp();
        signIn(contract);
        mails();
        stage();
        photos();
        videos();
        payments();
        statuses();
        jobs();
        operations();

        contract.operations().forEach((operation, codes) -> {
            Set<Integer> answered = contract.answered().getOrDefault(operation, Set.of());
            assertThat(answered).as("successful answers of %s", operation).anyMatch(code -> code < 400);
            if (codes.stream().anyMatch(code -> code >= 400 && code < 503)) {
                assertThat(answered).as("errors of %s", operation).anyMatch(code -> code >= 400);
            }
        });
    }

    private void signUp() {
        signUp("durable", guest.email).then().statusCode(202);
        signUp("durable", guest.email).then().statusCode(409);
        signUp("durable", "no address").then().statusCode(400);
        signUp("inline", new ApiVisitor().email).then().statusCode(201);
        try (TcpProxy.Cut cut = TcpProxy.SMTP.cut(TcpProxy.Condition.DOWN)) {
            signUp("inline", new ApiVisitor().email).then().statusCode(502);
        }
    }

    private void signIn(Contract contract) {
        guest.signIn(guest.email, "wrong").then().statusCode(401);
        given().filter(contract)
                .accept("application/json")
                .formParam("j_username", guest.email)
                .formParam("j_password", ApiVisitor.PASSWORD)
                .post("/login")
                .then()
                .statusCode(400);
        given().filter(contract)
                .accept("application/json")
                .post("/logout")
                .then()
                .statusCode(400);
        guest.program().post("/logout").then().statusCode(204);
        for (String address :
                new String[] {"/me/status", "/inbox", "/photos", "/videos", "/billing", "/status", "/jobs"}) {
            guest.program().get(address).then().statusCode(401);
        }
        guest.signIn(guest.email, ApiVisitor.PASSWORD).then().statusCode(204);
    }

    private void mails() {
        guest.awaitComplete("/me/status");
        unchanged("/me/status");
        guest.in("durable").post("/me/welcome").then().statusCode(202);
        guest.in("inline").post("/me/welcome").then().statusCode(201);
        guest.in("tomorrow").post("/me/welcome").then().statusCode(400);
        guest.program().get("/inbox").then().statusCode(200).body("size()", greaterThan(0));
    }

    private void stage() {
        String status = guest.in("durable")
                .post("/stage")
                .then()
                .statusCode(202)
                .extract()
                .path("links.self");
        guest.awaitComplete(status);
        unchanged(status);
        guest.program().get(status.replace("/status", "/timeline")).then().statusCode(200);
        guest.in("inline").post("/stage").then().statusCode(201);
        guest.in("tomorrow").post("/stage").then().statusCode(400);
        guest.program().post("/stage/guest").then().statusCode(204);
        guest.program().get("/stage/" + UNKNOWN + "/status").then().statusCode(404);
        guest.program().get("/stage/" + UNKNOWN + "/timeline").then().statusCode(404);
    }

    private void photos() {
        String status = upload("durable", Pictures.jpeg(300, 200))
                .then()
                .statusCode(202)
                .extract()
                .path("photos[0].links.self");
        String photo = status.replace("/status", "");
        guest.awaitComplete(status);
        unchanged(status);
        for (String file : new String[] {photo + "/thumb", photo + "/original"}) {
            guest.program().get(file).then().statusCode(200);
            guest.program().header("Range", "bytes=-1").get(file).then().statusCode(206);
            guest.program().header("Range", "bytes=99999999-").get(file).then().statusCode(416);
        }
        guest.program().get("/photos").then().statusCode(200);
        guest.program().delete(photo).then().statusCode(204);
        guest.program().delete(photo).then().statusCode(404);
        guest.program().get(photo + "/thumb").then().statusCode(404);
        guest.program().get(photo + "/original").then().statusCode(404);
        guest.program().get(status).then().statusCode(404);
        upload("inline", Pictures.jpeg(300, 200)).then().statusCode(201);
        upload("inline", Pictures.unreadablePng()).then().statusCode(422);
        upload("durable", new byte[0]).then().statusCode(400);
        upload("durable", "no picture".getBytes()).then().statusCode(415);
        guest.in("durable").post("/photos/samples").then().statusCode(202);
        guest.in("durable")
                .header("Idempotency-Key", "bare")
                .post("/photos/samples")
                .then()
                .statusCode(400);
    }

    private void videos() {
        String sample = guest.in("durable")
                .post("/videos/samples")
                .then()
                .statusCode(202)
                .extract()
                .path("videos[0].id");
        String running = "/videos/" + sample;
        Awaitility.await()
                .pollInterval(Duration.ofMillis(20))
                .until(() -> guest.program().get(running + "/frames/1").statusCode() == 200);
        guest.program().get(running + "/status").then().body("progress.total", equalTo(6));
        guest.program().get(running + "/video").then().statusCode(404);
        guest.program().delete(running).then().statusCode(204);
        guest.program().delete(running).then().statusCode(404);
        guest.program().get(running + "/frames/1").then().statusCode(404);
        guest.program().get(running + "/status").then().statusCode(404);
        guest.uploadClip("durable", "browser.webm").then().statusCode(202);
        String id = guest.uploadClip("inline", "tiny.mp4")
                .then()
                .statusCode(201)
                .extract()
                .path("videos[0].id");
        String video = "/videos/" + id;
        unchanged(video + "/status");
        for (String file : new String[] {video + "/video", video + "/poster"}) {
            guest.program().get(file).then().statusCode(200);
            guest.program().header("Range", "bytes=-1").get(file).then().statusCode(206);
            guest.program().header("Range", "bytes=99999999-").get(file).then().statusCode(416);
        }
        guest.program().get("/videos").then().statusCode(200);
        guest.uploadClip("inline", "browser.webm").then().statusCode(422);
        guest.uploadClip("durable", "make.sh").then().statusCode(415);
        guest.in("durable")
                .header("Idempotency-Key", "bare")
                .post("/videos/samples")
                .then()
                .statusCode(400);
    }

    private void payments() {
        String intent = UUID.randomUUID().toString();
        String status = guest.pay("durable", intent, 1000)
                .then()
                .statusCode(202)
                .extract()
                .path("links.self");
        guest.pay("durable", intent, 1000).then().statusCode(202).header("Idempotency-Replayed", "true");
        guest.pay("durable", intent, 1001).then().statusCode(422);
        guest.awaitComplete(status);
        unchanged(status);
        String charge = status.replace("/status", "");
        guest.program().get(charge).then().statusCode(200);
        guest.program().post(charge + "/void").then().statusCode(409);
        guest.program().post(charge + "/again").then().statusCode(202);
        guest.await(charge + "/again", repeats -> !repeats.getBoolean("moving"));
        guest.program().post("/charges/" + UNKNOWN + "/again").then().statusCode(404);
        guest.program().get("/charges/" + UNKNOWN + "/again").then().statusCode(404);
        guest.program().post("/billing/new").then().statusCode(204);
        guest.request("application/json")
                .header("X-CSRF-TOKEN", "wrong")
                .post("/billing/new")
                .then()
                .statusCode(400);
        guest.pay("inline", 1000).then().statusCode(201);
        guest.pay("inline", 1313).then().statusCode(422);
        guest.pay("inline", 0).then().statusCode(400);
        String lost;
        try (TcpProxy.Cut cut = TcpProxy.GATEWAY.cut(TcpProxy.Condition.DOWN)) {
            lost = guest.pay("inline", 1000).then().statusCode(502).extract().path("instance");
            guest.pay("durable", 1000).then().statusCode(409);
        }
        guest.program().get("/billing").then().statusCode(200);
        guest.program().post(lost.replace("/status", "/void")).then().statusCode(200);
        guest.program().get("/charges/" + UNKNOWN).then().statusCode(404);
        guest.program().get("/charges/" + UNKNOWN + "/status").then().statusCode(404);
        guest.program().post("/charges/" + UNKNOWN + "/void").then().statusCode(404);
    }

    private void statuses() {
        String charge = guest.json("/billing").getString("[0].id");
        String video = guest.json("/videos").getString("[0].id");
        unchanged("/status?charges=" + charge + "," + UNKNOWN + "&videos=" + video);
        guest.program().get("/status?charges=none").then().statusCode(400);
    }

    private void jobs() {
        String job = guest.json("/jobs?state=complete").getString("[0].id");
        guest.program().get("/jobs?state=complete&lane=mail").then().statusCode(200);
        guest.program().get("/jobs?state=asleep").then().statusCode(400);
        guest.program()
                .get("/jobs?kind=transcode-video&lane=video&text=videos&before=" + job)
                .then()
                .statusCode(200);
        guest.program().formParam("id", job, UNKNOWN).post("/jobs/retry").then().statusCode(200);
        guest.program()
                .formParam("id", job, UNKNOWN)
                .post("/jobs/cancel")
                .then()
                .statusCode(200);
        guest.program().formParam("id", "x", "y").post("/jobs/retry").then().statusCode(400);
        guest.program().formParam("id", "x", "y").post("/jobs/cancel").then().statusCode(400);
        for (String step : List.of("HANDED_OVER', 'mark", "TAKEN_BACK', 'clear", "DUPLICATE', 'claim")) {
            Database.sql(
                    "INSERT INTO job_event (job_id, round, attempt, process, step, move) VALUES ('%s', 1, 1, '', '%s')"
                            .formatted(job, step));
        }
        guest.program().get("/jobs/" + job).then().statusCode(200).body("timeline[0].step", containsString("queued"));
        guest.program().get("/jobs/" + UNKNOWN).then().statusCode(404);
        guest.program().post("/jobs/" + job + "/retry").then().statusCode(409);
        guest.program().post("/jobs/" + UNKNOWN + "/retry").then().statusCode(404);
        guest.program().post("/lanes/mail/pause").then().statusCode(204);
        guest.in("durable").post("/me/welcome").then().statusCode(202);
        String waiting = guest.json("/me/status").getString("links.job");
        guest.program().post(waiting + "/cancel").then().statusCode(200);
        guest.program().post("/lanes/mail/resume").then().statusCode(204);
        guest.program().post("/lanes/tomorrow/pause").then().statusCode(404);
        guest.program().post("/lanes/tomorrow/resume").then().statusCode(404);
        guest.program().post("/jobs/" + job + "/cancel").then().statusCode(409);
        guest.program().post("/jobs/" + UNKNOWN + "/cancel").then().statusCode(404);
        try (TcpProxy.Cut cut = TcpProxy.SMTP.cut(TcpProxy.Condition.DOWN)) {
            guest.in("durable").post("/me/welcome").then().statusCode(202);
            String retry = guest.awaitFailed("/me/status").getString("links.retry");
            guest.program().post(retry).then().statusCode(303);
        }
    }

    private void operations() {
        guest.program().formParam("dispatch", "durable").post("/mode").then().statusCode(303);
        guest.program().formParam("dispatch", "tomorrow").post("/mode").then().statusCode(400);
        guest.program().get("/process").then().statusCode(200);
        guest.program().get("/tour/1/goals").then().statusCode(200);
        guest.program().get("/tour/10/goals").then().statusCode(404);
        guest.program().post("/tour/kill").then().statusCode(204);
        guest.program().get("/q/health/live").then().statusCode(200);
        guest.program().get("/q/health/ready").then().statusCode(200);
    }

    /** Requests the address twice, the second time with the ETag of the first answer. */
    private void unchanged(String address) {
        String tag =
                guest.program().get(address).then().statusCode(200).extract().header("ETag");
        guest.program().header("If-None-Match", tag).get(address).then().statusCode(304);
    }

    private Response signUp(String mode, String address) {
        return guest.signUp(mode, "Ada", address, ApiVisitor.PASSWORD);
    }

    private Response upload(String mode, byte[] file) {
        return guest.upload(mode, "picture", file);
    }
}
