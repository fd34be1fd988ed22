package dev.darkroom;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;

import dev.darkroom.testing.ApiVisitor;
import dev.darkroom.testing.Contract;
import dev.darkroom.testing.Pictures;
import dev.darkroom.testing.TcpProxy;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every answer matches the OpenAPI document that is served, and every operation in it is asked. */
@QuarkusTest
class ContractTest {

    private static final String UNKNOWN = UUID.randomUUID().toString();

    private Contract contract;
    private ApiVisitor guest;

    @BeforeEach
    void read_the_document() {
        TcpProxy.GATEWAY.forwardTo(RestAssured.port);
        contract = new Contract(document());
    }

    @Test
    void each_operation_answers_as_documented_on_success_and_on_error() {
        signUp();
        signIn();
        mails();
        stage();
        photos();
        payments();
        statuses();
        jobs();
        operations();

        contract.operations().forEach((operation, codes) -> {
            Set<Integer> answered = contract.answered().getOrDefault(operation, Set.of());
            assertThat(answered).as("good answers of %s", operation).anyMatch(code -> code < 400);
            if (codes.stream().anyMatch(code -> code >= 400 && code < 503)) {
                assertThat(answered).as("errors of %s", operation).anyMatch(code -> code >= 400);
            }
        });
    }

    private void signUp() {
        guest = new ApiVisitor();
        signUp("durable", guest.email).then().statusCode(202);
        signUp("durable", guest.email).then().statusCode(409);
        signUp("durable", "no address").then().statusCode(400);
        signUp("inline", new ApiVisitor().email).then().statusCode(201);
        try (TcpProxy.Cut cut = TcpProxy.SMTP.cut(TcpProxy.Condition.DOWN)) {
            signUp("inline", new ApiVisitor().email).then().statusCode(502);
        }
    }

    private void signIn() {
        signIn("wrong").then().statusCode(401);
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
        ask().post("/logout").then().statusCode(204);
        for (String address : new String[] {"/me/status", "/inbox", "/photos", "/billing", "/status", "/jobs"}) {
            ask().get(address).then().statusCode(401);
        }
        signIn(ApiVisitor.PASSWORD).then().statusCode(204);
    }

    private void mails() {
        guest.awaitComplete("/me/status");
        unchanged("/me/status");
        ask("durable").post("/me/welcome").then().statusCode(202);
        ask("inline").post("/me/welcome").then().statusCode(201);
        ask("tomorrow").post("/me/welcome").then().statusCode(400);
        ask().get("/inbox").then().statusCode(200).body("size()", greaterThan(0));
    }

    private void stage() {
        String status =
                ask("durable").post("/stage").then().statusCode(202).extract().path("links.self");
        guest.awaitComplete(status);
        unchanged(status);
        ask().get(status.replace("/status", "/timeline")).then().statusCode(200);
        ask("inline").post("/stage").then().statusCode(201);
        ask("tomorrow").post("/stage").then().statusCode(400);
        ask().get("/stage/" + UNKNOWN + "/status").then().statusCode(404);
        ask().get("/stage/" + UNKNOWN + "/timeline").then().statusCode(404);
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
        ask().get(photo + "/thumb").then().statusCode(200);
        ask().get(photo + "/original").then().statusCode(200);
        ask().get("/photos").then().statusCode(200);
        ask().delete(photo).then().statusCode(204);
        ask().delete(photo).then().statusCode(404);
        ask().get(photo + "/thumb").then().statusCode(404);
        ask().get(photo + "/original").then().statusCode(404);
        ask().get(status).then().statusCode(404);
        upload("inline", Pictures.jpeg(300, 200)).then().statusCode(201);
        upload("inline", Pictures.truncatedPng()).then().statusCode(422);
        upload("durable", new byte[0]).then().statusCode(400);
        upload("durable", "no picture".getBytes()).then().statusCode(415);
        ask("durable").post("/photos/samples").then().statusCode(202);
        ask("durable")
                .header("Idempotency-Key", "bare")
                .post("/photos/samples")
                .then()
                .statusCode(400);
    }

    private void payments() {
        String intent = UUID.randomUUID().toString();
        String status =
                pay("durable", intent, 1000).then().statusCode(202).extract().path("links.self");
        pay("durable", intent, 1000).then().statusCode(202).header("Idempotency-Replayed", "true");
        pay("durable", intent, 1001).then().statusCode(422);
        guest.awaitComplete(status);
        unchanged(status);
        String charge = status.replace("/status", "");
        ask().get(charge).then().statusCode(200);
        ask().post(charge + "/void").then().statusCode(409);
        pay("inline", UUID.randomUUID().toString(), 1000).then().statusCode(201);
        pay("inline", UUID.randomUUID().toString(), 1313).then().statusCode(422);
        pay("inline", UUID.randomUUID().toString(), 0).then().statusCode(400);
        String lost;
        try (TcpProxy.Cut cut = TcpProxy.GATEWAY.cut(TcpProxy.Condition.DOWN)) {
            lost = pay("inline", UUID.randomUUID().toString(), 1000)
                    .then()
                    .statusCode(502)
                    .extract()
                    .path("instance");
            pay("durable", UUID.randomUUID().toString(), 1000).then().statusCode(409);
        }
        ask().get("/billing").then().statusCode(200);
        ask().post(lost.replace("/status", "/void")).then().statusCode(200);
        ask().get("/charges/" + UNKNOWN).then().statusCode(404);
        ask().get("/charges/" + UNKNOWN + "/status").then().statusCode(404);
        ask().post("/charges/" + UNKNOWN + "/void").then().statusCode(404);
    }

    private void statuses() {
        String charge = guest.json("/billing").getString("[0].id");
        unchanged("/status?charges=" + charge + "," + UNKNOWN);
        ask().get("/status?charges=none").then().statusCode(400);
    }

    private void jobs() {
        String job = guest.json("/jobs?state=complete").getString("[0].id");
        ask().get("/jobs?state=complete&lane=mail").then().statusCode(200);
        ask().get("/jobs?state=asleep").then().statusCode(400);
        ask().get("/jobs/" + job).then().statusCode(200).body("timeline[0].step", containsString("queued"));
        ask().get("/jobs/" + UNKNOWN).then().statusCode(404);
        ask().post("/jobs/" + job + "/retry").then().statusCode(409);
        ask().post("/jobs/" + UNKNOWN + "/retry").then().statusCode(404);
        try (TcpProxy.Cut cut = TcpProxy.SMTP.cut(TcpProxy.Condition.DOWN)) {
            ask("durable").post("/me/welcome").then().statusCode(202);
            String retry = guest.awaitFailed("/me/status").getString("links.retry");
            ask().post(retry).then().statusCode(303);
        }
    }

    private void operations() {
        ask().formParam("dispatch", "durable").post("/mode").then().statusCode(303);
        ask().formParam("dispatch", "tomorrow").post("/mode").then().statusCode(400);
        ask().get("/process").then().statusCode(200);
        ask().get("/q/health/live").then().statusCode(200);
        ask().get("/q/health/ready").then().statusCode(200);
    }

    private Response signUp(String mode, String address) {
        return ask(mode)
                .formParam("name", "Ada")
                .formParam("j_username", address)
                .formParam("j_password", ApiVisitor.PASSWORD)
                .post("/signup");
    }

    private Response signIn(String password) {
        return ask().formParam("j_username", guest.email)
                .formParam("j_password", password)
                .post("/login");
    }

    private Response upload(String mode, byte[] file) {
        return ask(mode).multiPart("files", "picture", file).post("/photos");
    }

    private Response pay(String mode, String intent, int cents) {
        return ask(mode)
                .header("Idempotency-Key", '"' + intent + '"')
                .formParam("amount", cents)
                .post("/charges");
    }

    /** Asks twice, the second time with the ETag of the first answer. */
    private void unchanged(String address) {
        String tag = ask().get(address).then().statusCode(200).extract().header("ETag");
        ask().header("If-None-Match", tag).get(address).then().statusCode(304);
    }

    private RequestSpecification ask(String mode) {
        return ask().header("Dispatch-Mode", mode);
    }

    private RequestSpecification ask() {
        return guest.request().redirects().follow(false).filter(contract);
    }

    private static String document() {
        return given().get("/q/openapi").then().statusCode(200).extract().asString();
    }
}
