package dev.darkroom.web;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class HeadersTest {

    @ParameterizedTest
    @CsvSource({
        "/signup,text/html,200",
        "/process,application/json,200",
        "/assets/css/base.css,*/*,200",
        "/nowhere,text/html,404",
        "/photos,text/html,302",
        "/photos,application/json,401",
        "/mode,application/json,405",
        "/q/health/live,*/*,200",
        "/gateway/charges/none,application/json,404"
    })
    void every_answer_carries_the_security_headers(String address, String accept, int status) {
        given().accept(accept)
                .redirects()
                .follow(false)
                .get(address)
                .then()
                .statusCode(status)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "same-origin")
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header("Strict-Transport-Security", nullValue())
                .header("Permissions-Policy", allOf(containsString("camera=()"), containsString("geolocation=()")))
                .header("Content-Security-Policy", containsString("default-src 'self'"))
                .header("Content-Security-Policy", containsString("frame-ancestors 'none'"))
                .header("Content-Security-Policy", containsString("base-uri 'none'"))
                .header("Content-Security-Policy", containsString("form-action 'self'"))
                .header("Content-Security-Policy", not(containsString("unsafe")));
    }
}
