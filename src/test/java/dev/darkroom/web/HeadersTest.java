package dev.darkroom.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.darkroom.testing.LogCapture;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.http.runtime.QuarkusErrorHandler;
import io.restassured.RestAssured;
import io.restassured.http.Headers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
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

    /** RFC 9110: a server with a clock sends a date, and a cache must know that an answer may be compressed. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    /login                     | text/html        | Accept, Accept-Encoding, Cookie
                    /nowhere                   | text/html        | Accept, Accept-Encoding, Cookie
                    /me/status                 | application/json | Accept, Accept-Encoding, Cookie
                    /assets/css/base.css       | */*              | Accept-Encoding
                    /gateway/ledger?key=none   | application/json | Accept-Encoding
                    /process                   | application/json |
                    /q/health/live             | */*              |
                    """)
    void every_answer_is_dated_and_says_with_what_it_varies(String address, String accept, String vary) {
        Headers headers = given().accept(accept).get(address).headers();

        assertThat(headers.getValue("Date")).matches("\\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT");
        assertThat(headers.getValue("Vary")).isEqualTo(vary);
    }

    /** Such a request names no host, of which a page would make its addresses. A load balancer may ask for health. */
    @ParameterizedTest
    @CsvSource({"/,400 Bad Request", "/login,400 Bad Request", "/assets/css/base.css,400", "/q/health/live,200 OK"})
    void a_request_of_http_1_0_without_a_host_gets_an_answer_and_is_no_incident(String address, String status)
            throws IOException {
        try (LogCapture log = LogCapture.at(QuarkusErrorHandler.class);
                Socket client = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            client.getOutputStream()
                    .write(("GET " + address + " HTTP/1.0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));

            String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).startsWith("HTTP/1.0 " + status).doesNotContain("Exception");
            assertThat(log.records()).isEmpty();
        }
    }

    /** A page of another site whose name resolves to this machine would share our origin. */
    @ParameterizedTest
    @CsvSource({
        "evil.example,421",
        "127.0.0.1.evil.example,421",
        "localhost.evil.example:8080,421",
        "localhost..evil.example,421",
        "localhost:1,200",
        "LOCALHOST,200",
        "localhost.,200",
        "darkroom.localhost,200",
        "[::1]:8080,200"
    })
    void a_host_name_of_another_machine_gets_421(String host, int status) {
        given().header("Host", host).get("/process").then().statusCode(status);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1, true",
        "127.9.9.9, 127.9.9.9, true",
        "::1, [::1], true",
        "0:0:0:0:0:0:0:1, [0:0:0:0:0:0:0:1], true",
        "localhost, localhost, true",
        "localhost., localhost., true",
        "0.0.0.0, 0.0.0.0, false",
        "::, [::], false",
        "192.0.2.1, 192.0.2.1, false"
    })
    void on_every_loopback_binding_hosts_are_checked_and_the_address_is_valid(
            String listenHost, String inAddress, boolean checked) {
        assertThat(HostCheck.isLoopback(listenHost)).isEqualTo(checked);
        assertThat(URI.create(OwnPort.address(listenHost, 8080)))
                .hasHost(inAddress)
                .hasPort(8080);
    }
}
