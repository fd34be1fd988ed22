package dev.darkroom.authorisation;

import static io.restassured.RestAssured.given;

import dev.darkroom.testing.Pictures;
import io.restassured.http.ContentType;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** What the owner has: one of each sort, made when a route is asked for it. */
final class Subjects {

    private static final String JSON = "application/json";
    private static final byte[] PICTURE = Pictures.jpeg(40, 20);

    private final Identity owner;
    private final Map<String, Supplier<String>> made = Map.of(
            "/photos/{id}", this::photo,
            "/charges/{id}", this::charge,
            "/jobs/{id}", this::job,
            "/stage/{mail}", this::mailOnStage,
            "/gateway/charges/{key}", Subjects::keyOfTheCompany,
            "/gateway/ledger/{key}", Subjects::keyOfTheCompany,
            "/source/{name}", () -> "jobs/Relay");

    Subjects(Identity owner) {
        this.owner = owner;
    }

    /** The address of what that route is about, just made. */
    String addressOf(Row row) {
        return made.entrySet().stream()
                .filter(sort -> row.path().startsWith(sort.getKey()))
                .findFirst()
                .map(sort -> row.address(sort.getValue().get()))
                .orElse(row.path());
    }

    private String photo() {
        return owner.request(JSON)
                .header("Dispatch-Mode", "inline")
                .multiPart("files", "a.jpg", PICTURE)
                .post("/photos")
                .then()
                .statusCode(201)
                .extract()
                .path("photos[0].id");
    }

    private String charge() {
        return owner.request(JSON)
                .header("Idempotency-Key", quoted())
                .formParam("amount", 100)
                .post("/charges")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }

    private String job() {
        String job = owner.request(JSON).get("/me/status").path("links.job");
        return job.substring("/jobs/".length());
    }

    private String mailOnStage() {
        return Identity.of(Role.ANONYMOUS).request(JSON).post("/stage").path("id");
    }

    private static String keyOfTheCompany() {
        String key = UUID.randomUUID().toString();
        given().header("Idempotency-Key", key)
                .contentType(ContentType.JSON)
                .body(Map.of("amount", 100))
                .post("/gateway/charges")
                .then()
                .statusCode(201);
        return key;
    }

    static String quoted() {
        return '"' + UUID.randomUUID().toString() + '"';
    }

    static byte[] picture() {
        return PICTURE;
    }
}
