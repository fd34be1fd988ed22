package dev.darkroom.authorisation;

import static io.restassured.RestAssured.given;

import dev.darkroom.testing.ApiVisitor;
import dev.darkroom.testing.Pictures;
import io.restassured.specification.RequestSpecification;
import java.io.File;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * The authorisation matrix: what each route answers to each {@link Role}, in their order.
 *
 * <p>A page answers a program with 406. An address without a page answers a browser with 406. {@code 409} instead of
 * {@code 404} is for those who may know that the record exists.
 */
final class Matrix {

    private static final byte[] PICTURE = Pictures.jpeg(40, 20);

    static final List<Row> ROUTES = List.of(
            // Public.
            row("GET /", "406 406 406 406").people("200 303 303 303"),
            row("GET /stage", "406 406 406 406").people("200 200 200 200"),
            row("POST /stage", "202 202 202 202").people("303 303 303 303"),
            row("POST /stage/all", "303 303 303 303"),
            row("POST /stage/guest", "204 204 204 204"),
            row("POST /stage/reset", "303 303 303 303"),
            // Readable with the id, by design: only the guest's own page has it.
            row("GET /stage/{mail}/status", "200 200 200 200"),
            row("GET /stage/{mail}/timeline", "200 200 200 200").people("406 406 406 406"),
            row("POST /mode", "303 303 303 303").sending(form -> form.formParam("dispatch", "inline")),
            row("POST /theme", "303 303 303 303").sending(form -> form.formParam("theme", "dark")),
            row("GET /process", "200 200 200 200").people("406 406 406 406"),
            row("GET /tour", "406 406 406 406").people("200 200 200 200"),
            row("GET /tour/{stop}", "406 406 406 406").people("200 200 200 200"),
            row("GET /tour/{stop}/goals", "200 200 200 200").people("406 406 406 406"),
            row("POST /tour/kill", "204 204 204 204").people("303 303 303 303"),
            row("GET /source/{name}", "406 406 406 406").people("200 200 200 200"),
            row("GET /compare", "406 406 406 406").people("200 200 200 200"),
            row("GET /lab", "200 200 200 200"),
            row("POST /lab/faults", "303 303 303 303")
                    .sending(form -> form.formParam("name", "mail").formParam("value", "down")),
            row("POST /lab/repair", "303 303 303 303"),

            // Sessions.
            row("GET /signup", "406 406 406 406").people("200 200 200 200"),
            row("POST /signup", "202 202 202 202").people("303 303 303 303").sending(form -> form.formParam(
                            "name", "Ada")
                    .formParam("j_username", "new-" + UUID.randomUUID() + "@example.org")
                    .formParam("j_password", ApiVisitor.PASSWORD)),
            row("GET /login", "406 406 406 406").people("200 200 200 200"),
            row("POST /login", "204 204 204 204").people("303 303 303 303").sending(form -> form.formParam(
                            "j_username", ApiVisitor.OPERATOR)
                    .formParam("j_password", ApiVisitor.PASSWORD)),
            row("POST /logout", "204 204 204 204").people("303 303 303 303"),
            // The operator has no welcome mail.
            row("GET /me/status", "401 200 404 200"),
            row("POST /me/welcome", "401 202 202 202").people("302 303 303 303"),
            row("GET /inbox", "401 200 200 200"),

            // Records of a user.
            row("GET /status", "401 200 200 200").people("406 406 406 406"),
            row("GET /photos", "401 200 200 200"),
            row("POST /photos", "401 202 202 202")
                    .people("302 303 303 303")
                    .sending(form -> form.multiPart("files", "a.jpg", PICTURE)),
            row("POST /photos/samples", "401 202 202 202").people("302 303 303 303"),
            row("GET /photos/{id}/status", "401 404 404 200"),
            row("GET /photos/{id}/{rendition}", "401 404 404 200"),
            row("GET /photos/{id}/original", "401 404 404 200"),
            row("DELETE /photos/{id}", "401 404 404 204"),
            row("POST /photos/{id}/delete", "401 404 404 303"),
            row("GET /videos", "401 200 200 200"),
            row("POST /videos", "401 202 202 202")
                    .people("302 303 303 303")
                    .sending(form -> form.multiPart("files", new File(ApiVisitor.CLIPS, "tiny.mp4"))),
            row("POST /videos/samples", "401 202 202 202").people("302 303 303 303"),
            row("GET /videos/{id}/status", "401 404 404 200"),
            row("GET /videos/{id}/{name}", "401 404 404 200"),
            // A frame beyond the end: ForeignRecordsTest has one that exists.
            row("GET /videos/{id}/frames/{number}", "401 404 404 404"),
            row("DELETE /videos/{id}", "401 404 404 204"),
            row("POST /videos/{id}/delete", "401 404 404 303"),
            row("GET /billing", "401 200 200 200"),
            row("POST /charges", "401 202 202 202").people("302 303 303 303").sending(form -> form.header(
                            "Idempotency-Key", '"' + UUID.randomUUID().toString() + '"')
                    .formParam("attempt", UUID.randomUUID())
                    .formParam("amount", 100)),
            row("POST /billing/new", "401 204 204 204").people("302 303 303 303"),
            row("GET /charges/{id}", "401 404 404 200"),
            row("GET /charges/{id}/status", "401 404 404 200"),
            row("POST /charges/{id}/void", "401 404 404 409"),
            row("GET /charges/{id}/again", "401 404 404 200").people("302 404 404 303"),
            row("POST /charges/{id}/again", "401 404 404 202").people("302 404 404 303"),
            row("GET /jobs", "401 200 200 200"),
            row("GET /jobs/{id}", "401 404 200 200"),
            row("POST /jobs/{id}/retry", "401 404 409 409"),
            row("POST /jobs/{id}/cancel", "401 404 409 409"),
            row("POST /jobs/retry", "401 200 200 200").people("302 303 303 303"),
            row("POST /jobs/cancel", "401 200 200 200").people("302 303 303 303"),
            row("POST /lanes/{lane}/pause", "204 204 204 204").people("303 303 303 303"),
            row("POST /lanes/{lane}/resume", "204 204 204 204").people("303 303 303 303"),

            // The mock gateway: no sessions, JSON only.
            row("POST /gateway/charges", "201 201 201 201")
                    .people("406 406 406 406")
                    .sending(request -> chargeAtTheGateway(request, UUID.randomUUID())),
            row("GET /gateway/charges/{key}", "200 200 200 200").people("406 406 406 406"),
            row("POST /gateway/charges/{key}/void", "409 409 409 409").people("406 406 406 406"),
            row("GET /gateway/ledger", "200 200 200 200").people("406 406 406 406"),
            row("GET /gateway/ledger/{key}", "200 200 200 200").people("406 406 406 406"));

    private Matrix() {}

    /** The visitors, in the order of their requests. The owner of the records comes last and finds them unchanged. */
    enum Role {
        ANONYMOUS,
        OTHER,
        OPERATOR,
        OWNER
    }

    private static RequestSpecification chargeAtTheGateway(RequestSpecification request, UUID key) {
        return request.header("Idempotency-Key", key)
                .contentType("application/json")
                .body("{\"amount\": 100}");
    }

    private static Row row(String route, String programs) {
        // Browsers without a session are redirected to the login page.
        return new Row(route, programs, programs.replace("401", "302"), request -> request);
    }

    /**
     * @param route method and path, as the program declares them
     * @param programs the status for each {@link Role}
     * @param people the same for a browser
     * @param sends adds headers, parameters or a body to the request
     */
    record Row(String route, String programs, String people, UnaryOperator<RequestSpecification> sends) {

        private static final Set<String> SESSION = Set.of("POST /signup", "POST /login", "POST /logout");

        Row people(String statuses) {
            return new Row(route, programs, statuses, sends);
        }

        Row sending(UnaryOperator<RequestSpecification> body) {
            return new Row(route, programs, people, body);
        }

        String method() {
            return route.substring(0, route.indexOf(' '));
        }

        String path() {
            return route.substring(route.indexOf(' ') + 1);
        }

        String address(String record) {
            return path().replace("{rendition}", "thumb")
                    .replace("{id}/{name}", "{id}/video")
                    .replace("{number}", "99")
                    .replaceFirst("\\{\\w+}", record);
        }

        /** The address for a record of the owner, created now. */
        String addressFor(ApiVisitor owner) {
            return path().contains("{") ? address(newRecord(owner)) : path();
        }

        private String newRecord(ApiVisitor owner) {
            return switch (path().split("/")[1]) {
                case "photos" -> owner.upload("inline", "a.jpg", PICTURE).path("photos[0].id");
                case "videos" ->
                    owner.uploadClip(path().endsWith("{name}") ? "inline" : "durable", "tiny.mp4")
                            .path("videos[0].id");
                case "charges" -> owner.pay("inline", 100).path("id");
                case "jobs" -> owner.json("/me/status").getString("links.job").replace("/jobs/", "");
                case "stage" -> new ApiVisitor().in("durable").post("/stage").path("id");
                case "gateway" -> chargedKey();
                case "lanes" -> "images";
                case "tour" -> "3";
                default -> "jobs/Relay";
            };
        }

        private static String chargedKey() {
            UUID key = UUID.randomUUID();
            chargeAtTheGateway(given(), key).post("/gateway/charges").then().statusCode(201);
            return key.toString();
        }

        /** The gateway has no sessions. */
        boolean needsCsrfToken() {
            return !method().equals("GET") && !path().startsWith("/gateway/");
        }

        boolean changesTheSession() {
            return SESSION.contains(route);
        }

        /** Another user gets 404. */
        boolean isPrivate() {
            return programs.split(" ")[Role.OTHER.ordinal()].equals("404");
        }

        @Override
        public String toString() {
            return route;
        }
    }
}
