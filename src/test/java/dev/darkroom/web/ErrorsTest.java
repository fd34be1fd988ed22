package dev.darkroom.web;

import static dev.darkroom.web.FailureInjector.IN_THE_REQUEST;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.darkroom.testing.ApiVisitor;
import dev.darkroom.testing.LogCapture;
import dev.darkroom.testing.Pictures;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each error is a page with a way back for people and a problem for programs, and reveals no internals. */
@QuarkusTest
class ErrorsTest {

    private static final String JSON = "application/json";
    private static final String HTML = "text/html";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String PARTS = "multipart/form-data; boundary=b";
    private static final String OPEN_PART =
            "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"x\"\r\n\r\nx";

    private static final List<String> INTERNALS =
            List.of("at dev.darkroom", "Exception", "org.", "io.quarkus", "java.", "SELECT", "/tmp", "secret");

    private static final int PIECE = 1000;

    private static ApiVisitor visitor;

    @ConfigProperty(name = "darkroom.home")
    Path home;

    @BeforeEach
    void sign_up_once() {
        visitor = visitor == null ? ApiVisitor.signedUp() : visitor;
    }

    static Stream<Arguments> errors() {
        return Stream.of(
                        both(400, "a form without its token", to -> to.header("X-CSRF-TOKEN", "")
                                .post("/logout")),
                        both(400, "a form that cannot be decoded", to -> body(to, FORM, "dispatch=%zz")
                                .post("/mode")),
                        both(400, "a part without an end", to -> body(to, PARTS, OPEN_PART)
                                .post("/photos")),
                        both(400, "a multipart body without parts", to -> body(to, PARTS, "")
                                .post("/photos")),
                        one(JSON, 400, "an invalid id", to -> to.get("/status?photos=x")),
                        one(JSON, 400, "JSON without an end", to -> body(to, JSON, "{\"amount\":")
                                .post("/gateway/charges")),
                        one(JSON, 400, "JSON of another type", to -> body(to, JSON, "{\"amount\": [1]}")
                                .post("/gateway/charges")),
                        one(JSON, 406, "an invalid Accept", to -> to.header("Accept", "x")
                                .get("/stage")),
                        one(JSON, 400, "an invalid Content-Type", to -> to.header("Content-Type", "x")
                                .post("/theme")),
                        both(400, "a text that the database refuses", to -> failing(to, FailureInjector.NUL)),
                        both(403, "a page of another user", to -> failing(to, FailureInjector.FORBIDDEN)),
                        both(404, "an unknown address", to -> to.get("/nothing")),
                        both(404, "an unknown file", to -> to.get("/assets/nothing.css")),
                        both(404, "an unknown record by an invalid id", to -> to.get("/photos/x/status")),
                        both(405, "another method", to -> to.put("/photos")),
                        both(405, "an unknown method", to -> to.request("FOO", "/photos")),
                        both(415, "a picture as text", to -> body(to, "text/plain", "x")
                                .post("/photos")),
                        one(HTML, 406, "an address without a page", to -> to.get("/process")),
                        one(HTML, 500, "a form's page that fails", to -> to.header(FailureInjector.ON_THE_PAGE, "x")
                                .formParam("j_username", "x")
                                .post("/login")),
                        both(500, "a bug", to -> failing(to, FailureInjector.BUG)),
                        one(HTML, 500, "a page that fails", to -> to.header(FailureInjector.ON_THE_PAGE, "x")
                                .get("/photos")),
                        both(503, "a full disk", to -> failing(to, FailureInjector.DISK_FULL)),
                        both(503, "a database outage", to -> failing(to, FailureInjector.NO_DATABASE)))
                .flatMap(Function.identity());
    }

    @ParameterizedTest
    @MethodSource("errors")
    void an_error_is_a_page_for_people_and_a_problem_for_programs(
            String accept, int status, Function<RequestSpecification, Response> request) {
        Response answer = request.apply(visitor.request(accept));

        answer.then().statusCode(status);
        if (accept.equals(JSON)) {
            assertIsProblem(answer);
        } else {
            assertIsPage(answer);
        }
        assertThat(answer.asString()).doesNotContain(INTERNALS);
        assertThat(answer.headers().toString()).doesNotContain("Exception", "dev.darkroom", "SELECT", "/tmp");
        if (status == 503) {
            assertThat(answer.header("Retry-After")).isNotBlank();
        }
    }

    private static void assertIsProblem(Response answer) {
        answer.then().contentType("application/problem+json").body("status", equalTo(answer.statusCode()));
        assertThat(answer.jsonPath().getString("type")).isIn("about:blank", null);
        assertThat(answer.jsonPath().getString("title")).isNotBlank();
        assertThat(answer.jsonPath().getString("detail")).endsWith(".");
    }

    private static void assertIsPage(Response answer) {
        answer.then()
                .contentType(HTML)
                .header("Content-Security-Policy", containsString("default-src 'self'"))
                .header("X-Content-Type-Options", "nosniff");
        assertThat(answer.asString())
                .containsPattern("<title>[A-Z][A-Za-z ]+ · Darkroom</title>")
                .contains("<header class=\"masthead\">", "<h1>", "<a class=\"button primary\" href=\"/stage\"")
                .contains("problem-status\">" + answer.statusCode() + "<");
    }

    @Test
    void a_server_error_is_logged_under_the_id_that_the_answer_names() {
        try (LogCapture log = LogCapture.at(ErrorResponses.class)) {
            String page = failing(visitor.request(HTML), FailureInjector.BUG).asString();
            String problem = given().header(IN_THE_REQUEST, FailureInjector.BUG)
                    .get("/process")
                    .path("instance");

            assertThat(log.records()).hasSize(2).allMatch(line -> line.getThrown() != null);
            assertThat(page).contains("incident <code>" + incident(log, 0) + "</code>");
            assertThat(problem).isEqualTo("urn:uuid:" + incident(log, 1));
        }
    }

    /** The client sends a part of the announced body and hangs up. */
    @ParameterizedTest
    @CsvSource({"/mode, application/x-www-form-urlencoded, dispatch=inl", "/gateway/charges, application/json, {\"amo"})
    void a_request_that_is_cut_off_is_not_an_incident(String path, String type, String body) throws IOException {
        try (LogCapture log = LogCapture.at(ErrorResponses.class)) {
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
                client.getOutputStream()
                        .write(
                                """
                                POST %s HTTP/1.1
                                Host: localhost
                                Content-Type: %s
                                Content-Length: 500
                                Idempotency-Key: cut-off
                                X-CSRF-TOKEN: %s
                                Cookie: %s

                                %s"""
                                        .formatted(path, type, visitor.csrf(), visitor.cookies(), body)
                                        .replace("\n", "\r\n")
                                        .getBytes(StandardCharsets.ISO_8859_1));
                Awaitility.await().during(Duration.ofMillis(300)).until(client::isConnected);
            }

            Awaitility.await().until(() -> log.contains("request body cannot be read"));
            assertThat(log.records()).allMatch(line -> line.getThrown() == null);
        }
    }

    /** The pauses are shorter than read-timeout, the whole is longer. */
    @Test
    void an_upload_that_trickles_in_is_accepted() throws IOException {
        byte[] body = upload();
        try (Socket client = beginUpload(body.length)) {
            for (int sent = 0; sent < body.length; sent += PIECE) {
                client.getOutputStream().write(body, sent, Math.min(PIECE, body.length - sent));
                Awaitility.await().pollDelay(Duration.ofSeconds(1)).until(client::isConnected);
            }

            assertThat(firstLine(client)).isEqualTo("HTTP/1.1 202 Accepted");
        }
    }

    /** FIN, RST, or silence beyond read-timeout. */
    @ParameterizedTest
    @ValueSource(strings = {"closed", "reset", "silent"})
    void an_upload_that_is_not_sent_to_its_end_leaves_no_file_no_incident_and_no_200(String end) throws IOException {
        byte[] body = upload();
        Path uploads = home.resolve("uploads");
        try (LogCapture incidents = LogCapture.at(ErrorResponses.class);
                LogCapture requests = LogCapture.at("web");
                Socket client = beginUpload(body.length)) {
            client.getOutputStream().write(body, 0, PIECE);
            Awaitility.await().until(() -> !isEmpty(uploads));
            switch (end) {
                case "closed" -> client.close();
                case "reset" -> {
                    client.setSoLinger(true, 0);
                    client.close();
                }
                default -> assertThat(firstLine(client)).isIn("HTTP/1.1 400 Bad Request", null);
            }

            Awaitility.await().until(() -> requests.contains("POST /photos"));
            Awaitility.await().until(() -> isEmpty(uploads));
            assertThat(requests.contains("/photos 200")).isFalse();
            assertThat(incidents.records()).hasSize(1).allMatch(line -> line.getThrown() == null);
            assertThat(incidents.contains("request body cannot be read")).isTrue();
        }
    }

    private static byte[] upload() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write((OPEN_PART.replace("x\"", "x.jpg\"").replaceFirst("x$", "")).getBytes(StandardCharsets.US_ASCII));
        body.write(Pictures.jpeg(400, 300));
        body.write("\r\n--b--\r\n".getBytes(StandardCharsets.US_ASCII));
        return body.toByteArray();
    }

    private static Socket beginUpload(int bytes) throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port);
        client.getOutputStream()
                .write(
                        """
                        POST /photos HTTP/1.1
                        Host: localhost
                        Accept: application/json
                        Content-Type: %s
                        Content-Length: %d
                        X-CSRF-TOKEN: %s
                        Cookie: %s

                        """
                                .formatted(PARTS, bytes, visitor.csrf(), visitor.cookies())
                                .replace("\n", "\r\n")
                                .getBytes(StandardCharsets.ISO_8859_1));
        return client;
    }

    private static String firstLine(Socket client) throws IOException {
        return new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8)).readLine();
    }

    private static boolean isEmpty(Path folder) {
        String[] files = folder.toFile().list();
        return files == null || files.length == 0;
    }

    @Test
    void a_program_without_a_session_learns_where_to_sign_in() {
        new ApiVisitor()
                .request()
                .get("/photos")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", startsWith("Cookie realm="))
                .header("WWW-Authenticate", containsString("form-action=\"/login\""))
                .header("Location", nullValue());
    }

    @Test
    void a_temporary_refusal_says_how_long_to_wait() {
        given().header(IN_THE_REQUEST, FailureInjector.CONFLICT)
                .get("/process")
                .then()
                .statusCode(409)
                .header("Retry-After", "7")
                .body("detail", equalTo("In progress. Wait seven seconds."));
    }

    private static Stream<Arguments> both(int status, String name, Function<RequestSpecification, Response> request) {
        return Stream.of(JSON, HTML).flatMap(accept -> one(accept, status, name, request));
    }

    private static Stream<Arguments> one(
            String accept, int status, String name, Function<RequestSpecification, Response> request) {
        return Stream.of(argumentSet(status + " " + accept + ": " + name, accept, status, request));
    }

    private static RequestSpecification body(RequestSpecification to, String type, String body) {
        RequestSpecification typed = to.header("Content-Type", type);
        return type.equals(FORM) ? typed.body(body) : typed.body(body.getBytes(StandardCharsets.UTF_8));
    }

    private static Response failing(RequestSpecification to, String failure) {
        return to.header(IN_THE_REQUEST, failure).get("/photos");
    }

    private static String incident(LogCapture log, int index) {
        String line = log.records().get(index).getFormattedMessage();
        return line.substring(line.lastIndexOf(' ') + 1);
    }
}
