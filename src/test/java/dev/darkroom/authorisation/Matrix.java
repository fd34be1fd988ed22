package dev.darkroom.authorisation;

import static dev.darkroom.authorisation.Row.row;

import dev.darkroom.testing.ApiVisitor;
import java.util.List;
import java.util.UUID;

/**
 * The authorisation matrix: what each route answers to a stranger, to the owner, to somebody else and to the operator.
 *
 * <p>A page answers a program that wants JSON with 406, and an address without a page answers a browser so. {@code 409}
 * instead of {@code 404} is the privilege of who may know that there is such a thing.
 */
final class Matrix {

    static final List<Row> ROUTES = List.of(
            // What everybody sees.
            row("GET /", "406 406 406 406").people("200 303 303 303"),
            row("GET /stage", "406 406 406 406").people("200 200 200 200"),
            row("POST /stage", "202 202 202 202").people("303 303 303 303"),
            row("POST /stage/reset", "303 303 303 303"),
            // By design readable by whoever knows its id: nobody but a throw-away visitor's own page is told that.
            row("GET /stage/{mail}/status", "200 200 200 200"),
            row("GET /stage/{mail}/timeline", "200 200 200 200").people("406 406 406 406"),
            row("POST /mode", "303 303 303 303").sending(form -> form.formParam("dispatch", "inline")),
            row("POST /theme", "303 303 303 303").sending(form -> form.formParam("theme", "dark")),
            row("GET /process", "200 200 200 200").people("406 406 406 406"),
            row("GET /tour", "406 406 406 406").people("200 200 200 200"),
            row("GET /source/{name}", "406 406 406 406").people("200 200 200 200"),
            row("GET /compare", "406 406 406 406").people("200 200 200 200"),
            row("GET /lab", "200 200 200 200"),
            row("POST /lab/faults", "303 303 303 303")
                    .sending(form -> form.formParam("name", "mail").formParam("value", "down")),
            row("POST /lab/repair", "303 303 303 303"),

            // Who one is.
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
            // Nobody has sent the operator a welcome.
            row("GET /me/status", "401 200 200 404"),
            row("POST /me/welcome", "401 202 202 202").people("302 303 303 303"),
            row("GET /inbox", "401 200 200 200"),

            // What is somebody's.
            row("GET /status", "401 200 200 200").people("406 406 406 406"),
            row("GET /photos", "401 200 200 200"),
            row("POST /photos", "401 202 202 202")
                    .people("302 303 303 303")
                    .sending(form -> form.multiPart("files", "a.jpg", Subjects.picture())),
            row("POST /photos/samples", "401 202 202 202").people("302 303 303 303"),
            row("GET /photos/{id}/status", "401 200 404 404"),
            row("GET /photos/{id}/{rendition}", "401 200 404 404"),
            row("GET /photos/{id}/original", "401 200 404 404"),
            row("DELETE /photos/{id}", "401 204 404 404"),
            row("POST /photos/{id}/delete", "401 303 404 404"),
            row("GET /billing", "401 200 200 200"),
            row("POST /charges", "401 202 202 202").people("302 303 303 303").sending(form -> form.header(
                            "Idempotency-Key", Subjects.quoted())
                    .formParam("attempt", UUID.randomUUID())
                    .formParam("amount", 100)),
            row("GET /charges/{id}", "401 200 404 404"),
            row("GET /charges/{id}/status", "401 200 404 404"),
            row("POST /charges/{id}/void", "401 409 404 404"),
            row("GET /jobs", "401 200 200 200"),
            row("GET /jobs/{id}", "401 200 404 200"),
            row("POST /jobs/{id}/retry", "401 409 404 409"),

            // The mock company: whoever reaches it is its customer, and it speaks JSON.
            row("POST /gateway/charges", "201 201 201 201")
                    .people("406 406 406 406")
                    .sending(charge -> charge.header("Idempotency-Key", UUID.randomUUID())
                            .contentType("application/json")
                            .body("{\"amount\": 100}")),
            row("GET /gateway/charges/{key}", "200 200 200 200").people("406 406 406 406"),
            row("POST /gateway/charges/{key}/void", "409 409 409 409").people("406 406 406 406"),
            row("GET /gateway/ledger", "200 200 200 200").people("406 406 406 406"),
            row("GET /gateway/ledger/{key}", "200 200 200 200").people("406 406 406 406"));

    private Matrix() {}
}
