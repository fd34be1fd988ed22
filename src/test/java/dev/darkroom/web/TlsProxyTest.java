package dev.darkroom.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.darkroom.testing.ApiVisitor;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Cookie;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Cookies behind a proxy that terminates TLS. */
@QuarkusTest
class TlsProxyTest {

    @Test
    void over_tls_every_cookie_is_secure_and_the_session_belongs_to_this_host_alone() {
        Response page = overTls().accept("text/html").get("/signup");
        String csrf = page.cookie("csrf-token");

        String email = "visitor-" + UUID.randomUUID() + "@example.org";
        Map<String, String> form = Map.of("name", "Ada", "j_username", email, "j_password", ApiVisitor.PASSWORD);
        Response signedUp = submit("/signup", form, csrf);
        Response mode = submit("/mode", Map.of("dispatch", "inline"), csrf);
        Response theme = submit("/theme", Map.of("theme", "dark"), csrf);
        Response reset = submit("/stage/reset", Map.of(), csrf);

        assertThat(mode.detailedCookie("dispatch").getMaxAge()).isPositive();
        assertThat(theme.detailedCookie("theme").getMaxAge()).isPositive();
        assertThat(reset.detailedCookie("dispatch").getMaxAge()).isZero();
        assertThat(Stream.of(page, signedUp, mode, theme, reset)
                        .flatMap(answer -> answer.getDetailedCookies().asList().stream()))
                .hasSizeGreaterThanOrEqualTo(6)
                .extracting(Cookie::isSecured, Cookie::isHttpOnly, Cookie::getSameSite)
                .containsOnly(tuple(true, true, "Lax"));
        assertThat(jobs("__Host-session", signedUp.cookie("__Host-session"))).isEqualTo(200);
        assertThat(jobs("session", signedUp.cookie("__Host-session")))
                .as("a cookie that another host could have set without TLS")
                .isEqualTo(401);
    }

    private static int jobs(String cookie, String token) {
        return overTls().cookie(cookie, token).get("/jobs").statusCode();
    }

    private static Response submit(String address, Map<String, String> form, String csrf) {
        Response answer = overTls()
                .accept("text/html")
                .cookie("csrf-token", csrf)
                .formParam("csrf-token", csrf)
                .formParams(form)
                .post(address);
        answer.then().statusCode(303);
        return answer;
    }

    private static RequestSpecification overTls() {
        return given().header("X-Forwarded-Proto", "https")
                .accept("application/json")
                .redirects()
                .follow(false);
    }
}
