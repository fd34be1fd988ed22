package dev.darkroom.account;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.testing.ApiVisitor;
import dev.darkroom.testing.Database;
import dev.darkroom.testing.Parallel;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.http.Cookie;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SessionTest {

    private static final String COOKIE = "session";

    @Inject
    GuestExpiry expiry;

    @Inject
    OperatorAccount operator;

    @ConfigProperty(name = "darkroom.operator.password-hash")
    String operatorHash;

    @Test
    void the_cookie_is_hidden_from_scripts_and_other_sites_and_expires_after_a_week() {
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
        ApiVisitor visitor = new ApiVisitor();
        String copy = visitor.signUp("durable").cookie(COOKIE);
        String other =
                new ApiVisitor().signIn(visitor.email, ApiVisitor.PASSWORD).cookie(COOKIE);
        assertThat(statusWith(copy)).isEqualTo(200);

        visitor.request().post("/logout").then().statusCode(204);

        assertThat(statusWith(copy)).isEqualTo(401);
        assertThat(statusWith(other)).as("another session of the same user").isEqualTo(200);
    }

    @Test
    void a_sign_in_begins_a_new_session_and_ends_the_previous_one() {
        ApiVisitor visitor = new ApiVisitor();
        String first = visitor.signUp("durable").cookie(COOKIE);

        String second = visitor.signIn(visitor.email, ApiVisitor.PASSWORD).cookie(COOKIE);

        assertThat(second).isNotEqualTo(first);
        assertThat(statusWith(second)).isEqualTo(200);
        assertThat(statusWith(first)).isEqualTo(401);
    }

    @Test
    void the_table_contains_no_token() {
        String token = new ApiVisitor().signUp("durable").cookie(COOKIE);

        assertThat(Database.rows("SELECT id FROM session")).isNotEmpty().allSatisfy(id -> assertThat((byte[]) id)
                .hasSize(32)
                .isNotEqualTo(token.getBytes(StandardCharsets.UTF_8)));
        assertThat(statusWith(token)).isEqualTo(200);
    }

    @Test
    void an_expired_session_is_anonymous_and_is_deleted() {
        ApiVisitor visitor = new ApiVisitor();
        String token = visitor.signUp("durable").cookie(COOKIE);
        String other = new ApiVisitor().signUp("durable").cookie(COOKIE);
        Database.sql("UPDATE session SET expires_at = now() WHERE user_id = '" + Database.idOf(visitor) + "'");

        assertThat(statusWith(token)).isEqualTo(401);

        assertThat(sessionsOf(visitor)).isEqualTo(1);
        expiry.deleteExpired();
        assertThat(sessionsOf(visitor)).isZero();
        assertThat(statusWith(other)).isEqualTo(200);
    }

    @Test
    void a_changed_operator_password_ends_the_operators_sessions() {
        String token = new ApiVisitor()
                .signIn(ApiVisitor.OPERATOR, ApiVisitor.PASSWORD)
                .cookie(COOKIE);

        install(operatorHash);
        assertThat(statusWith(token)).isEqualTo(200);

        install(new Passwords(4).hash("another password"));
        assertThat(statusWith(token)).isEqualTo(401);
        install(operatorHash);
    }

    @Test
    void processes_that_start_at_once_make_one_operator() {
        String sessions =
                " session WHERE user_id = (SELECT id FROM account WHERE email = '" + ApiVisitor.OPERATOR + "')";
        Database.sql("DELETE FROM" + sessions);
        Database.sql("DELETE FROM account WHERE email = '" + ApiVisitor.OPERATOR + "'");

        Parallel.run(8, () -> {
            install(operatorHash);
            return null;
        });

        assertThat(Database.count("account WHERE role = 'operator'")).isEqualTo(1);
        ApiVisitor.operator();
        assertThat(Database.count(sessions)).isEqualTo(1);
    }

    @Test
    void an_address_that_is_no_longer_configured_is_a_visitors_and_its_sessions_end() {
        String token = new ApiVisitor()
                .signIn(ApiVisitor.OPERATOR, ApiVisitor.PASSWORD)
                .cookie(COOKIE);
        String visitor = new ApiVisitor().signUp("durable").cookie(COOKIE);

        operator.install(new StartupEvent(), new Settings(Optional.empty(), Optional.empty()));

        assertThat(Database.count("account WHERE role = 'operator'")).isZero();
        assertThat(statusWith(token)).isEqualTo(401);
        assertThat(statusWith(visitor)).isEqualTo(200);

        ApiVisitor former = new ApiVisitor();
        String again = former.signIn(ApiVisitor.OPERATOR, ApiVisitor.PASSWORD).cookie(COOKIE);
        assertThat(statusWith(again)).as("signed in as a visitor").isEqualTo(200);
        install(operatorHash);
        assertThat(statusWith(again)).as("after the promotion").isEqualTo(401);
        ApiVisitor.operator();
    }

    private static int statusWith(String token) {
        return given().cookie(COOKIE, token)
                .accept(ContentType.JSON)
                .get("/jobs")
                .statusCode();
    }

    private long sessionsOf(ApiVisitor visitor) {
        return Database.count("session WHERE user_id = '" + Database.idOf(visitor) + "'");
    }

    private void install(String hash) {
        operator.install(new StartupEvent(), new Settings(Optional.of(ApiVisitor.OPERATOR), Optional.of(hash)));
    }

    private record Settings(Optional<String> email, Optional<String> passwordHash)
            implements OperatorAccount.Settings {}
}
