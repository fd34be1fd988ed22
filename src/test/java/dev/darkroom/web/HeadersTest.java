package dev.darkroom.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.darkroom.testing.ApiVisitor;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every answer carries the security headers. */
@QuarkusTest
class HeadersTest {

    static Stream<Arguments> answers() {
        return Stream.of(
                answer("a page", 200, guest -> guest.browser().get("/signup")),
                answer("JSON", 200, guest -> guest.request().get("/process")),
                answer("an asset", 200, guest -> guest.request().get("/assets/css/base.css")),
                answer("an unknown asset", 404, guest -> guest.browser().get("/assets/css/none.css")),
                answer("an unknown address", 404, guest -> guest.browser().get("/nowhere")),
                answer("a redirect to the login page", 302, guest -> guest.browser()
                        .get("/photos")),
                answer("no session", 401, guest -> guest.request().get("/photos")),
                answer("bad input", 400, guest -> guest.signUp("durable", "", "", "")),
                answer("an unsupported method", 405, guest -> guest.request().delete("/signup")),
                answer("health", 200, guest -> guest.request().get("/q/health/live")),
                answer("the gateway", 404, guest -> guest.request().get("/gateway/charges/none")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void every_answer_carries_the_security_headers(String name, int status, Function<ApiVisitor, Response> question) {
        ValidatableResponse answer = question.apply(new ApiVisitor()).then().statusCode(status);

        answer.header("X-Content-Type-Options", equalTo("nosniff"))
                .header("Referrer-Policy", equalTo("same-origin"))
                .header("Cross-Origin-Opener-Policy", equalTo("same-origin"))
                .header("Cross-Origin-Resource-Policy", equalTo("same-origin"))
                .header("Strict-Transport-Security", nullValue());
        assertThat(answer.extract().header("Permissions-Policy")).contains("camera=()", "geolocation=()");
        assertThat(answer.extract().header("Content-Security-Policy"))
                .contains("default-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'")
                .doesNotContain("unsafe");
    }

    @Test
    void a_forwarded_header_is_not_trusted_by_default() {
        given().header("X-Forwarded-Proto", "https")
                .header("Forwarded", "proto=https")
                .get("/signup")
                .then()
                .statusCode(200)
                .header("Strict-Transport-Security", nullValue());
    }

    private static Arguments answer(String name, int status, Function<ApiVisitor, Response> question) {
        return Arguments.of(name, status, question);
    }
}
