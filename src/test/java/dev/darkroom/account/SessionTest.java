package dev.darkroom.account;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.testing.ApiVisitor;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.http.Cookie;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SessionTest {

    private static final String COOKIE = "session";

    @Inject
    EntityManager database;

    @Inject
    GuestExpiry expiry;

    @Inject
    OperatorAccount operator;

    @ConfigProperty(name = "darkroom.operator.password-hash")
    String operatorsHash;

    @Test
    void the_cookie_is_read_by_no_script_sent_by_no_other_site_and_forgotten_after_a_week() {
        Cookie cookie = new ApiVisitor().signUp("durable").detailedCookie(COOKIE);

        assertThat(cookie.isHttpOnly()).isTrue();
        assertThat(cookie.getSameSite()).isEqualTo("Lax");
        assertThat(cookie.getPath()).isEqualTo("/");
        assertThat(cookie.getDomain()).isNull();
        assertThat(cookie.getMaxAge()).isEqualTo(Duration.ofDays(7).toSeconds());
        assertThat(cookie.isSecured())
                .as("a browser would not send it back without TLS")
                .isFalse();
    }

    @Test
    void a_logout_ends_the_session_also_for_a_copy_of_its_cookie() {
        ApiVisitor guest = new ApiVisitor();
        String copy = guest.signUp("durable").cookie(COOKIE);
        assertThat(statusWith(copy)).isEqualTo(200);

        guest.request().post("/logout").then().statusCode(204);

        assertThat(statusWith(copy)).isEqualTo(401);
    }

    @Test
    void a_logout_ends_that_session_and_no_other_one() {
        ApiVisitor guest = new ApiVisitor();
        guest.signUp("durable").then().statusCode(202);
        String elsewhere =
                new ApiVisitor().signIn(guest.email, ApiVisitor.PASSWORD).cookie(COOKIE);

        guest.request().post("/logout").then().statusCode(204);

        assertThat(statusWith(elsewhere)).isEqualTo(200);
    }

    @Test
    void what_a_logout_leaves_in_the_browsers_cache_is_not_shown_to_who_comes_next() {
        assertThat(ApiVisitor.signedUp().request().post("/logout").header("Clear-Site-Data"))
                .isEqualTo("\"cache\"");
    }

    @Test
    void signing_in_begins_a_new_session_and_ends_the_one_before_it() {
        ApiVisitor guest = new ApiVisitor();
        String first = guest.signUp("durable").cookie(COOKIE);

        String second = guest.signIn(guest.email, ApiVisitor.PASSWORD).cookie(COOKIE);

        assertThat(second).isNotEqualTo(first);
        assertThat(statusWith(second)).isEqualTo(200);
        assertThat(statusWith(first)).isEqualTo(401);
    }

    @Test
    void a_token_that_somebody_has_planted_is_nobodys_after_the_sign_in_too() {
        String planted = SessionToken.random().text();
        ApiVisitor guest = ApiVisitor.signedUp();

        String given = given().cookie(COOKIE, planted)
                .cookie("csrf-token", guest.csrf())
                .header("X-CSRF-TOKEN", guest.csrf())
                .accept(ContentType.JSON)
                .formParam("j_username", guest.email)
                .formParam("j_password", ApiVisitor.PASSWORD)
                .post("/login")
                .then()
                .statusCode(204)
                .extract()
                .cookie(COOKIE);

        assertThat(given).isNotEqualTo(planted);
        assertThat(statusWith(planted)).isEqualTo(401);
    }

    @Test
    void who_reads_the_table_finds_no_token_in_it() {
        String token = new ApiVisitor().signUp("durable").cookie(COOKIE);

        List<byte[]> ids = QuarkusTransaction.requiringNew()
                .call(() -> database.createNativeQuery("SELECT id FROM session", byte[].class)
                        .getResultList());

        assertThat(ids)
                .isNotEmpty()
                .allSatisfy(id -> assertThat(id).hasSize(32).isNotEqualTo(token.getBytes(StandardCharsets.UTF_8)));
        assertThat(statusWith(token)).isEqualTo(200);
    }

    @Test
    void a_session_whose_time_is_over_is_a_strangers_and_is_swept() {
        ApiVisitor guest = new ApiVisitor();
        String token = guest.signUp("durable").cookie(COOKIE);
        String other = new ApiVisitor().signUp("durable").cookie(COOKIE);
        sql(
                "UPDATE session SET expires_at = now() WHERE user_id = (SELECT id FROM account WHERE email = ?1)",
                guest.email);

        assertThat(statusWith(token)).isEqualTo(401);

        assertThat(sessionsOf(guest.email)).isEqualTo(1);
        expiry.forgetExpired();
        assertThat(sessionsOf(guest.email)).isZero();
        assertThat(statusWith(other)).isEqualTo(200);
    }

    @Test
    void who_is_forgotten_is_signed_in_nowhere() {
        ApiVisitor stranger = new ApiVisitor();
        String token = stranger.in("inline").post("/stage").cookie(COOKIE);
        String mail = stranger.json("/me/status").getString("id");
        String email = QuarkusTransaction.requiringNew()
                .call(() -> WelcomeMail.<WelcomeMail>findById(UUID.fromString(mail)).recipient.email);
        sql("UPDATE account SET expires_at = now() - interval '1 second' WHERE email = ?1", email);
        assertThat(sessionsOf(email)).isEqualTo(1);

        expiry.forgetExpired();

        assertThat(sessionsOf(email)).isZero();
        assertThat(statusWith(token)).isEqualTo(401);
    }

    @Test
    void an_operator_whose_password_has_changed_is_signed_in_nowhere_and_otherwise_stays() {
        String token = new ApiVisitor()
                .signIn(ApiVisitor.OPERATOR, ApiVisitor.PASSWORD)
                .cookie(COOKIE);

        operator.install(new StartupEvent(), settings(operatorsHash));
        assertThat(statusWith(token)).isEqualTo(200);

        operator.install(new StartupEvent(), settings(new Passwords().hash("another password")));
        assertThat(statusWith(token)).isEqualTo(401);
        operator.install(new StartupEvent(), settings(operatorsHash));
    }

    private static int statusWith(String token) {
        return given().cookie(COOKIE, token)
                .accept(ContentType.JSON)
                .get("/jobs")
                .statusCode();
    }

    private long sessionsOf(String email) {
        return QuarkusTransaction.requiringNew().call(() -> (Long) database.createNativeQuery(
                        "SELECT count(*) FROM session WHERE user_id = (SELECT id FROM account WHERE email = ?1)",
                        Long.class)
                .setParameter(1, email)
                .getSingleResult());
    }

    private void sql(String sql, Object parameter) {
        QuarkusTransaction.requiringNew().run(() -> database.createNativeQuery(sql)
                .setParameter(1, parameter)
                .executeUpdate());
    }

    private static OperatorAccount.Settings settings(String hash) {
        return new OperatorAccount.Settings() {
            @Override
            public Optional<String> email() {
                return Optional.of(ApiVisitor.OPERATOR);
            }

            @Override
            public Optional<String> passwordHash() {
                return Optional.of(hash);
            }
        };
    }
}
