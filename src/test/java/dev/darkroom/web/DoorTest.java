package dev.darkroom.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.nullValue;

import dev.darkroom.testing.ApiVisitor;
import dev.darkroom.testing.Pictures;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.Cookie;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Low limits, behind a proxy that says where a request comes from and whether it came over TLS. */
@QuarkusTest
@TestProfile(DoorTest.BehindAProxy.class)
class DoorTest {

    private static final AtomicInteger CLIENTS = new AtomicInteger();

    public static class BehindAProxy implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new HashMap<>(Map.of(
                    "quarkus.http.proxy.proxy-address-forwarding", "true",
                    "quarkus.http.proxy.allow-x-forwarded", "true",
                    "darkroom.limits.sign-up.requests", "2",
                    "darkroom.limits.sign-in.requests", "3",
                    "darkroom.limits.sign-in-client.requests", "5",
                    "darkroom.limits.welcome.requests", "2",
                    "darkroom.limits.upload.requests", "2",
                    "darkroom.limits.charge.requests", "2"));
            for (String limit : new String[] {"sign-up", "sign-in", "sign-in-client", "welcome", "upload", "charge"}) {
                settings.put("darkroom.limits." + limit + ".per", "1h");
            }
            return settings;
        }
    }

    @Inject
    AgroalDataSource database;

    @ConfigProperty(name = "darkroom.home")
    Path home;

    private ApiVisitor guest;
    private String client;

    @BeforeEach
    void comes_from_where_nobody_came_from_before() {
        guest = new ApiVisitor();
        client = "192.0.2." + CLIENTS.incrementAndGet();
    }

    @Test
    void a_third_sign_up_of_a_client_is_refused_and_stores_nothing() {
        signUp(client).then().statusCode(202);
        from(client).post("/stage").then().statusCode(202);
        long users = count("account");

        assertRefused(signUp(client));
        assertRefused(from(client).post("/stage"));

        assertThat(count("account")).isEqualTo(users);
        signUp("198.51.100.1").then().statusCode(202);
    }

    @Test
    void a_person_gets_a_page_that_says_when_and_leads_back() {
        signUp(client);
        signUp(client);

        guest.browser()
                .header("X-Forwarded-For", client)
                .formParam("csrf-token", guest.csrf())
                .post("/stage")
                .then()
                .statusCode(429)
                .contentType("text/html")
                .header("Retry-After", Integer::parseInt, allOf(greaterThan(1740), lessThanOrEqualTo(1800)))
                .body(containsString("try again in 30 minutes"))
                .body(containsString("Back to"));
    }

    @Test
    void guessing_at_one_account_ends_soon_also_if_the_guess_is_right_and_locks_nobody_else_out() {
        signUp(client, guest.email).then().statusCode(202);
        for (int i = 0; i < 3; i++) {
            signIn(client, guest.email, "wrong password").then().statusCode(401);
        }

        assertRefused(signIn(client, guest.email, ApiVisitor.PASSWORD));

        signIn("198.51.100.2", guest.email, ApiVisitor.PASSWORD).then().statusCode(204);
        signIn(client, ApiVisitor.OPERATOR, ApiVisitor.PASSWORD).then().statusCode(204);
    }

    @Test
    void one_guess_at_each_of_many_accounts_ends_soon_too() {
        for (int i = 0; i < 5; i++) {
            signIn(client, "somebody-" + i + "@example.org", "wrong password")
                    .then()
                    .statusCode(401);
        }

        assertRefused(signIn(client, "somebody-else@example.org", "wrong password"));
    }

    @Test
    void a_forged_request_uses_up_nothing_of_the_clients() {
        for (int i = 0; i < 5; i++) {
            given().header("X-Forwarded-For", client)
                    .formParam("j_username", "a@example.org")
                    .post("/signup")
                    .then()
                    .statusCode(400);
        }

        signUp(client).then().statusCode(202);
    }

    @Test
    void a_third_upload_is_refused_its_file_is_gone_and_others_go_on() throws IOException {
        signUp(client).then().statusCode(202);
        upload().then().statusCode(202);
        upload().then().statusCode(202);
        long photos = count("photo");
        long folders = entries(home.resolve("photos"));

        assertRefused(upload());
        assertRefused(from(client).post("/photos/samples"));

        assertThat(count("photo")).isEqualTo(photos);
        Awaitility.await("no upload is left").until(() -> entries(home.resolve("uploads")) == 0);
        assertThat(entries(home.resolve("photos"))).isEqualTo(folders);
        signUp("198.51.100.3").then().statusCode(202);
        upload().then().statusCode(202);
    }

    @Test
    void a_third_charge_is_refused_and_no_company_hears_of_it() {
        signUp(client).then().statusCode(202);
        charge().then().statusCode(202);
        charge().then().statusCode(202);
        long charges = count("charge");

        assertRefused(charge());

        assertThat(count("charge")).isEqualTo(charges);
    }

    @Test
    void a_third_mail_to_an_address_that_nobody_has_confirmed_is_refused() {
        signUp(client).then().statusCode(202);
        from(client).post("/me/welcome").then().statusCode(202);
        from(client).post("/me/welcome").then().statusCode(202);

        assertRefused(from(client).post("/me/welcome"));
    }

    @Test
    void the_company_in_this_process_is_asked_as_often_as_it_must_be() {
        for (int i = 0; i < 20; i++) {
            given().contentType("application/json")
                    .header("Idempotency-Key", UUID.randomUUID().toString())
                    .body("{\"amount\":100}")
                    .post("/gateway/charges")
                    .then()
                    .statusCode(201);
        }
    }

    @Test
    void over_tls_every_cookie_is_secure_and_the_sessions_belongs_to_this_host_alone() {
        Response page = overTls().accept("text/html").get("/signup");
        String csrf = page.cookie("csrf-token");

        Response signedUp = overTls()
                .accept("text/html")
                .cookie("csrf-token", csrf)
                .formParam("csrf-token", csrf)
                .formParam("name", "Ada")
                .formParam("j_username", guest.email)
                .formParam("j_password", ApiVisitor.PASSWORD)
                .post("/signup");
        Response mode = press("/mode", Map.of("dispatch", "inline"), csrf);
        Response theme = press("/theme", Map.of("theme", "dark"), csrf);
        Response reset = press("/stage/reset", Map.of(), csrf);

        signedUp.then().statusCode(303);
        assertThat(signedUp.getDetailedCookies().asList())
                .extracting(Cookie::getName)
                .contains("__Host-session");
        assertThat(Stream.of(mode, theme, reset))
                .extracting(Response::statusCode)
                .containsOnly(303);
        assertThat(mode.detailedCookie("dispatch").getMaxAge()).isPositive();
        assertThat(theme.detailedCookie("theme").getMaxAge()).isPositive();
        assertThat(reset.detailedCookie("dispatch").getMaxAge()).isZero();
        assertThat(Stream.of(page, signedUp, mode, theme, reset)
                        .flatMap(answer -> answer.getDetailedCookies().asList().stream()))
                .hasSizeGreaterThanOrEqualTo(6)
                .allSatisfy(cookie -> {
                    assertThat(cookie.isSecured()).as("%s", cookie).isTrue();
                    assertThat(cookie.isHttpOnly()).as("%s", cookie).isTrue();
                    assertThat(cookie.getSameSite()).as("%s", cookie).isEqualTo("Lax");
                });
        String token = signedUp.cookie("__Host-session");
        assertThat(overTls().cookie("__Host-session", token).get("/jobs").statusCode())
                .isEqualTo(200);
        assertThat(overTls().cookie("session", token).get("/jobs").statusCode())
                .as("a cookie that a neighbour without TLS could have set")
                .isEqualTo(401);
    }

    @Test
    void over_tls_a_browser_is_told_to_come_over_tls_from_now_on_and_otherwise_not() {
        for (String address : new String[] {"/", "/pulse", "/assets/css/base.css", "/nowhere", "/q/health/live"}) {
            overTls().get(address).then().header("Strict-Transport-Security", equalTo("max-age=31536000"));
            given().get(address).then().header("Strict-Transport-Security", nullValue());
        }
    }

    private Response press(String address, Map<String, String> form, String csrf) {
        return overTls()
                .accept("text/html")
                .cookie("csrf-token", csrf)
                .formParam("csrf-token", csrf)
                .formParams(form)
                .post(address);
    }

    private RequestSpecification overTls() {
        return given().header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-For", client)
                .accept("application/json")
                .redirects()
                .follow(false);
    }

    private RequestSpecification from(String address) {
        return guest.in("durable").header("X-Forwarded-For", address);
    }

    private Response signUp(String address) {
        return signUp(address, "somebody-" + UUID.randomUUID() + "@example.org");
    }

    private Response signUp(String address, String email) {
        return from(address)
                .formParam("name", "Ada")
                .formParam("j_username", email)
                .formParam("j_password", ApiVisitor.PASSWORD)
                .post("/signup");
    }

    private Response signIn(String address, String email, String password) {
        return from(address)
                .formParam("j_username", email)
                .formParam("j_password", password)
                .post("/login");
    }

    private Response upload() {
        return from(client)
                .multiPart("files", "picture.jpg", Pictures.jpeg(60, 40), "image/jpeg")
                .post("/photos");
    }

    private Response charge() {
        return from(client)
                .header("Idempotency-Key", '"' + UUID.randomUUID().toString() + '"')
                .formParam("amount", 100)
                .post("/charges");
    }

    private static void assertRefused(Response answer) {
        answer.then()
                .statusCode(429)
                .contentType("application/problem+json")
                .body("title", equalTo("Too Many Requests"))
                .body("detail", containsString("Nothing was done this time"));
        assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 3600);
    }

    private long count(String table) {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT count(*) FROM " + table)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.count();
        }
    }
}
