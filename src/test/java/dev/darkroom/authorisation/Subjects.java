package dev.darkroom.authorisation;

import static io.restassured.RestAssured.given;

import dev.darkroom.authorisation.Matrix.Role;
import dev.darkroom.authorisation.Matrix.Row;
import dev.darkroom.testing.Pictures;
import io.restassured.http.ContentType;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** Records of the owner, created when a route needs one. */
final class Subjects {

    private static final String JSON = "application/json";
    private static final byte[] PICTURE = Pictures.jpeg(40, 20);

    private final Identity owner;
    private final Map<String, Supplier<String>> creators = Map.of(
            "/photos/{id}", this::photo,
            "/charges/{id}", this::charge,
            "/jobs/{id}", this::job,
            "/stage/{mail}", this::mailOnStage,
            "/gateway/charges/{key}", Subjects::gatewayKey,
            "/gateway/ledger/{key}", Subjects::gatewayKey,
            "/source/{name}", () -> "jobs/Relay");

    Subjects(Identity owner) {
        this.owner = owner;
    }

    /** The route's address, for a record just created. */
    String addressOf(Row row) {
        return creators.entrySet().stream()
                .filter(kind -> row.path().startsWith(kind.getKey()))
                .findFirst()
                .map(kind -> row.address(kind.getValue().get()))
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

    private static String gatewayKey() {
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
