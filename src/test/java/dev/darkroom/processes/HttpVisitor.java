package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.testing.ApiVisitor;
import io.restassured.response.Response;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A visitor of a process. Its requests must be accepted; {@link #api} sends those that may be refused. */
final class HttpVisitor {

    private final String url;
    private final ApiVisitor api;

    HttpVisitor(ApplicationProcess darkroom) {
        this.url = darkroom.url();
        this.api = new ApiVisitor(darkroom.port());
    }

    static HttpVisitor signedUp(ApplicationProcess darkroom) {
        HttpVisitor visitor = new HttpVisitor(darkroom);
        visitor.signUp();
        return visitor;
    }

    ApiVisitor api() {
        return api;
    }

    String email() {
        return api.email;
    }

    /** Returns the welcome mail's status address. */
    String signUp() {
        return location(api.signUp("durable"));
    }

    /** Returns the photo's status address. */
    String upload(String mode, byte[] picture) {
        return location(api.upload(mode, "picture.jpg", picture));
    }

    /** Returns the video's status address. */
    String uploadVideo(byte[] video) {
        return location(api.upload("durable", "/videos", "clip.mp4", video));
    }

    /** Returns the charge's status address. */
    String pay(String mode, int cents) {
        return location(api.pay(mode, cents));
    }

    /** Requests another welcome mail, and returns its id. */
    String welcomeAgain() {
        Response accepted = api.in("durable").post("/me/welcome");
        location(accepted);
        return accepted.path("id");
    }

    /** Arms a fault with the lab's form, and returns the status code. */
    int arm(String name, String value) {
        return api.program()
                .formParam("name", name)
                .formParam("value", value)
                .post("/lab/faults")
                .statusCode();
    }

    JsonNode get(String path) {
        return api.request().get(path).then().statusCode(200).extract().as(JsonNode.class);
    }

    /** Returns the page as HTML. */
    String page(String path) {
        // RestAssured closes the connection of an error before it has read more than its buffer.
        return getVerbatim(path, "text/html").body();
    }

    /** Gets a path exactly as it is written. */
    HttpResponse<String> getVerbatim(String path, String accept) {
        return Http.get(url + path, "Accept", accept, "Cookie", api.cookies());
    }

    /** Gets a file; RestAssured would close the connection of a large one before its end. */
    HttpResponse<byte[]> getFile(String path, String... headers) {
        return Http.getBytes(
                url + path,
                Stream.concat(Stream.of("Cookie", api.cookies()), Stream.of(headers))
                        .toArray(String[]::new));
    }

    JsonNode awaitComplete(String status) {
        return await(status, answer -> answer.path("status").asText().equals("complete"));
    }

    JsonNode await(String path, Predicate<JsonNode> wanted) {
        return Awaitility.await(path).until(() -> get(path), wanted);
    }

    /** Returns the id in the status address of a photo or a charge. */
    static String id(String status) {
        return status.split("/")[2];
    }

    /** Returns the path in the Location header of an accepted request. */
    static String location(Response accepted) {
        assertThat(accepted.statusCode()).as(accepted.asString()).isIn(201, 202);
        return URI.create(accepted.header("Location")).getRawPath();
    }
}
