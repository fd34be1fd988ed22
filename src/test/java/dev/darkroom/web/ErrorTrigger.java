package dev.darkroom.web;

import dev.darkroom.testing.ApiVisitor;
import dev.darkroom.testing.Pictures;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A way to get an error.
 *
 * @param audience whom {@code Accept} names
 * @param request made by a visitor who is signed in, and answered with the error
 */
record ErrorTrigger(int status, String what, String audience, Function<RequestSpecification, Response> request) {

    static final String PROGRAM = "application/json";
    static final String PERSON = "text/html";

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String PARTS = "multipart/form-data; boundary=b";
    private static final String UNFINISHED =
            "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"x\"\r\n\r\nx";
    private static final String NOBODYS = "/photos/" + UUID.randomUUID();
    private static final byte[] DAMAGED = Arrays.copyOf(Pictures.jpeg(40, 20), 20);

    /** One for each status and each audience that can get it, and more where there are more ways. */
    static Stream<ErrorTrigger> all() {
        return Stream.of(malformed(), refused(), absent(), ours())
                .flatMap(List::stream)
                .flatMap(List::stream);
    }

    private static List<List<ErrorTrigger>> malformed() {
        return List.of(
                both(400, "a form without its token", to -> to.header("X-CSRF-TOKEN", "")
                        .post("/logout")),
                both(400, "a mode that is none", to -> to.formParam("dispatch", "x")
                        .post("/mode")),
                both(400, "a header that is wrong", to -> to.header("Dispatch-Mode", "x")
                        .get("/photos")),
                both(400, "a form that is not encoded", to -> body(to, FORM, "dispatch=%zz")
                        .post("/mode")),
                both(400, "parts that do not end", to -> body(to, PARTS, UNFINISHED)
                        .post("/photos")),
                both(400, "parts of which there are none", to -> body(to, PARTS, "")
                        .post("/photos")),
                both(400, "parts that are none", to -> body(to, PARTS, "x").post("/photos")),
                both(400, "a type that is none", to -> body(to, "nonsense", "x").post("/mode")),
                one(PROGRAM, 400, "a character that is none", to -> to.urlEncodingEnabled(false)
                        .get("/gateway/charges/a%00")),
                one(PROGRAM, 400, "an id that is none", to -> to.get("/status?photos=x")),
                one(PROGRAM, 400, "JSON that ends too soon", to -> charge(to, "{\"amount\":")),
                one(PROGRAM, 400, "JSON of another kind", to -> charge(to, "{\"amount\": [\"a lot\"]}")),
                both(415, "a picture as text", to -> body(to, "text/plain", "x").post("/photos")),
                both(422, "a damaged picture", to -> to.multiPart("files", "a.jpg", DAMAGED)
                        .post("/photos")));
    }

    private static List<List<ErrorTrigger>> refused() {
        return List.of(
                both(403, "what is for others", to -> trapped(to, FailureInjector.FORBIDDEN)),
                both(405, "another method", to -> to.put("/photos")),
                both(405, "a method that is none", to -> to.request("FOO", "/photos")),
                one(PROGRAM, 406, "a page only", to -> to.get("/stage")),
                one(PERSON, 406, "no page", to -> to.get("/process")),
                both(409, "work that is done", to -> trapped(to, FailureInjector.CONFLICT)),
                both(429, "haste", to -> trapped(to, FailureInjector.TOO_OFTEN)));
    }

    private static List<List<ErrorTrigger>> absent() {
        return List.of(
                both(404, "an address of nothing", to -> to.get("/nothing")),
                both(404, "a file that is not there", to -> to.get("/assets/nothing.css")),
                both(404, "operations that are not there", to -> to.get("/q/nothing")),
                both(404, "a record that is not there", to -> to.get(NOBODYS + "/status")),
                both(404, "an id that is none", to -> to.get("/photos/x/status")));
    }

    private static List<List<ErrorTrigger>> ours() {
        return List.of(
                both(500, "a bug", to -> trapped(to, FailureInjector.BUG)),
                one(PERSON, 500, "a page that is not written", to -> to.header(
                                FailureInjector.ON_THE_PAGE, FailureInjector.ONCE)
                        .get("/photos")),
                both(503, "no database", to -> trapped(to, FailureInjector.NO_DATABASE)));
    }

    Response provoke(ApiVisitor guest) {
        return request.apply(guest.request(audience));
    }

    private static List<ErrorTrigger> both(int status, String what, Function<RequestSpecification, Response> request) {
        return Stream.of(PROGRAM, PERSON)
                .map(audience -> new ErrorTrigger(status, what, audience, request))
                .toList();
    }

    private static List<ErrorTrigger> one(
            String audience, int status, String what, Function<RequestSpecification, Response> request) {
        return List.of(new ErrorTrigger(status, what, audience, request));
    }

    private static RequestSpecification body(RequestSpecification to, String type, String body) {
        RequestSpecification typed = to.header("Content-Type", type);
        // Of what is no form, the client only sends bytes as they are.
        return type.equals(FORM) ? typed.body(body) : typed.body(body.getBytes(StandardCharsets.UTF_8));
    }

    private static Response charge(RequestSpecification to, String json) {
        return body(to, "application/json", json).post("/gateway/charges");
    }

    private static Response trapped(RequestSpecification to, String failure) {
        return to.header(FailureInjector.IN_THE_REQUEST, failure).get("/photos");
    }

    @Override
    public String toString() {
        return "%d for a %s: %s".formatted(status, audience.equals(PERSON) ? "person" : "program", what);
    }
}
