package dev.darkroom.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import dev.darkroom.testing.ApiVisitor;
import dev.darkroom.testing.LogCapture;
import dev.darkroom.testing.Raw;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each error, however it is made, is a page with a way back for people and a problem for programs, and tells no secret. */
@QuarkusTest
class ErrorsTest {

    private static final List<String> SECRETS =
            List.of("at dev.darkroom", "Exception", "org.", "io.quarkus", "java.", "SELECT", "/tmp", "secret");

    /** What a status has to say besides (RFC 9110, and RFC 6585 for 429). */
    private static final Map<Integer, String> DEMANDED =
            Map.of(401, "WWW-Authenticate", 405, "Allow", 429, "Retry-After", 503, "Retry-After");

    private static ApiVisitor guest;

    @BeforeEach
    void somebody_is_in() {
        guest = guest == null ? ApiVisitor.signedUp() : guest;
    }

    @ParameterizedTest
    @MethodSource("forPrograms")
    void is_a_problem_for_programs(ErrorTrigger provocation) {
        Response answer = provocation.provoke(guest);

        answer.then()
                .statusCode(provocation.status())
                .contentType("application/problem+json")
                .body("status", equalTo(provocation.status()));
        // Where it is missing it is that.
        assertThat(answer.jsonPath().getString("type")).isIn("about:blank", null);
        assertThat(answer.jsonPath().getString("title")).isNotBlank();
        assertThat(answer.jsonPath().getString("detail")).endsWith(".");
        assertTellsNoSecret(answer);
        assertSaysWhatTheStatusDemands(answer);
    }

    @ParameterizedTest
    @MethodSource("forPeople")
    void is_a_page_with_a_way_back_for_people(ErrorTrigger provocation) {
        Response answer = provocation.provoke(guest);

        answer.then()
                .statusCode(provocation.status())
                .contentType("text/html")
                .header("Content-Security-Policy", containsString("default-src 'self'"))
                .header("X-Content-Type-Options", "nosniff");
        assertThat(answer.asString())
                .containsPattern("<title>[A-Z][A-Za-z ]+ · Darkroom</title>")
                .contains("<header class=\"masthead\">", "<h1>", "<a class=\"button\" href=\"/")
                .contains("problem-status\">" + provocation.status() + "<");
        assertTellsNoSecret(answer);
        assertSaysWhatTheStatusDemands(answer);
    }

    static Stream<ErrorTrigger> forPrograms() {
        return ErrorTrigger.all().filter(one -> one.audience().equals(ErrorTrigger.PROGRAM));
    }

    static Stream<ErrorTrigger> forPeople() {
        return ErrorTrigger.all().filter(one -> one.audience().equals(ErrorTrigger.PERSON));
    }

    @Test
    void of_ours_is_in_the_log_under_the_id_that_the_answer_names() {
        try (LogCapture log = LogCapture.at(ErrorResponses.class)) {
            String page = given().accept("text/html")
                    .header(FailureInjector.IN_THE_REQUEST, FailureInjector.BUG)
                    .get("/stage")
                    .asString();
            String problem = given().accept("application/json")
                    .header(FailureInjector.IN_THE_REQUEST, FailureInjector.BUG)
                    .get("/process")
                    .path("instance");

            assertThat(log.heard()).hasSize(2).allSatisfy(told -> assertThat(told.getThrown())
                    .isNotNull());
            assertThat(page).contains("incident <code>" + incident(log, 0) + "</code>");
            assertThat(problem).isEqualTo("urn:uuid:" + incident(log, 1));
        }
    }

    /** Where what all pages share is broken, so is the page that tells of it. */
    @Test
    void of_the_error_page_itself_is_a_bare_page_with_a_way_back() {
        Response answer = given().accept("text/html")
                .header(FailureInjector.ON_THE_PAGE, "always")
                .get("/stage");

        answer.then().statusCode(500).contentType("text/html").body(containsString("<a href=\"/\">Back"));
        assertTellsNoSecret(answer);
    }

    @Test
    void of_a_password_is_the_form_again_for_people() {
        Response answer = guest.browser()
                .formParam("csrf-token", guest.csrf())
                .formParam("j_username", "nobody@example.org")
                .formParam("j_password", "wrong")
                .post("/login");

        answer.then().statusCode(401).contentType("text/html").body(containsString("role=\"alert\""));
        assertSaysWhatTheStatusDemands(answer);
    }

    /** The server's own limit, of which the REST layer never hears. */
    @Test
    void of_a_request_that_says_it_is_too_large_is_one_like_all_others() {
        String[] headers = {
            "Host: localhost", "Content-Length: 600000000", "Content-Type: multipart/form-data; boundary=x"
        };

        String problem = Raw.ask("POST /photos HTTP/1.1", headers);
        String page = Raw.ask("POST /photos HTTP/1.1", headers[0], headers[1], headers[2], "Accept: text/html");

        assertThat(problem).startsWith("HTTP/1.1 413").contains("application/problem+json", "\"status\":413");
        assertThat(page).startsWith("HTTP/1.1 413").contains("<title>Content Too Large", "class=\"masthead\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host: a b", "Accept: ;;;", "Accept: nonsense"})
    void of_a_header_that_is_none_is_one_like_all_others(String header) {
        String answer = Raw.ask("GET /photos HTTP/1.1", header.startsWith("Host") ? header : "Host: localhost", header);

        assertThat(answer)
                .startsWith("HTTP/1.1 400")
                .containsIgnoringCase("x-content-type-options: nosniff")
                .contains("application/problem+json", "\"status\":400");
    }

    /** What is no HTTP, or no address, is told so by the server: nobody knows who asks, and for what. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "400 GET /status?photos=%zz HTTP/1.1",
                "400 GET /pho%zztos HTTP/1.1",
                "400 GET /a b HTTP/1.1",
                "400 hello there",
                "414 GET /@ HTTP/1.1",
                "431 GET /photos HTTP/1.1\r\nLarge: @"
            })
    void of_what_cannot_be_read_at_all_is_a_bare_status(String statusAndRequest) {
        String request = statusAndRequest.substring(4).replace("@", "a".repeat(70_000));

        String answer = Raw.ask(request, "Host: localhost");

        assertThat(Raw.status(answer)).isEqualTo(Integer.parseInt(statusAndRequest.substring(0, 3)));
        assertThat(Raw.body(answer)).isEmpty();
    }

    /** A page of another site whose name leads to this machine must not be of one origin with ours. */
    @ParameterizedTest
    @CsvSource({
        "evil.example,421",
        "127.0.0.1.evil.example,421",
        "localhost.evil.example:8080,421",
        "localhost:1,200",
        "LOCALHOST,200",
        "darkroom.localhost,200",
        "127.0.0.1,200",
        "[::1]:8080,200"
    })
    void of_a_name_that_is_not_this_machines_is_told(String host, int status) {
        assertThat(Raw.status(Raw.ask("GET /process HTTP/1.1", "Host: " + host)))
                .isEqualTo(status);
    }

    @Test
    void of_a_method_names_those_that_the_address_takes() {
        guest.request().put("/photos").then().header("Allow", "GET, HEAD, POST");
        guest.request().post("/photos/x/thumb").then().header("Allow", "GET, HEAD");
        guest.request().get("/photos/x/delete").then().header("Allow", "POST");
        guest.request().get("/photos/x").then().header("Allow", "DELETE");
        guest.request().put("/login").then().header("Allow", "GET, HEAD, POST");
    }

    @Test
    void of_a_stranger_tells_a_program_where_one_signs_in() {
        new ApiVisitor()
                .request()
                .get("/photos")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", startsWith("Cookie realm="))
                .header("WWW-Authenticate", containsString("form-action=\"/login\""));
    }

    @Test
    void of_haste_says_how_long_to_wait() {
        given().header(FailureInjector.IN_THE_REQUEST, FailureInjector.TOO_OFTEN)
                .get("/process")
                .then()
                .statusCode(429)
                .header("Retry-After", "7")
                .body("detail", equalTo("Seven seconds, please."));
    }

    private static void assertTellsNoSecret(Response answer) {
        assertThat(answer.asString()).doesNotContain(SECRETS);
        assertThat(answer.headers().toString()).doesNotContain("Exception", "dev.darkroom", "SELECT", "/tmp");
    }

    private static void assertSaysWhatTheStatusDemands(Response answer) {
        String header = DEMANDED.get(answer.statusCode());
        if (header != null) {
            assertThat(answer.header(header)).as(header).isNotBlank();
        }
    }

    private static String incident(LogCapture log, int index) {
        String told = log.heard().get(index).getFormattedMessage();
        return told.substring(told.lastIndexOf(' ') + 1);
    }
}
