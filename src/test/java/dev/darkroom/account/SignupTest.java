package dev.darkroom.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.darkroom.jobs.Job;
import dev.darkroom.testing.ApiVisitor;
import dev.darkroom.testing.TcpProxy;
import dev.darkroom.testing.TestServices;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(value = TestServices.class, scope = TestResourceScope.GLOBAL)
class SignupTest {

    @Inject
    Signup signup;

    @ParameterizedTest
    @CsvSource({"inline,201", "volatile,202", "durable,202"})
    void a_visitor_signs_up_is_in_at_once_and_finds_the_mail(String mode, int answer) {
        ApiVisitor guest = new ApiVisitor();

        guest.signUp(mode).then().statusCode(answer).header("Location", endsWith("/me/status"));

        JsonPath status = guest.awaitComplete("/me/status");
        assertThat(status.getString("mode")).isEqualTo(mode);
        assertThat(status.getString("links.job")).satisfies(job -> {
            if (mode.equals("durable")) {
                assertThat(job).startsWith("/jobs/");
            } else {
                assertThat(job).isNull();
            }
        });
        JsonPath inbox = guest.json("/inbox");
        assertThat(inbox.getList("subject")).containsExactly("Welcome to Darkroom");
        assertThat(inbox.getString("[0].messageId"))
                .isEqualTo("<welcome-" + status.getString("id") + "@darkroom.invalid>");
    }

    @Test
    void an_inbox_shows_nobody_elses_mail() {
        ApiVisitor ada = ApiVisitor.signedUp();
        ApiVisitor grace = ApiVisitor.signedUp();
        ada.awaitComplete("/me/status");
        grace.awaitComplete("/me/status");

        assertThat(ada.json("/inbox").getList("messageId"))
                .hasSize(1)
                .doesNotContainAnyElementsOf(grace.json("/inbox").getList("messageId"));
    }

    @Test
    void the_welcome_mail_is_sent_again_as_a_mail_of_its_own() {
        ApiVisitor guest = ApiVisitor.signedUp();
        String first = guest.awaitComplete("/me/status").getString("id");

        guest.in("durable").post("/me/welcome").then().statusCode(202);

        String second = guest.awaitComplete("/me/status").getString("id");
        assertThat(second).isNotEqualTo(first);
        assertThat(guest.json("/inbox").getList("messageId")).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void a_taken_address_is_refused_and_the_first_account_stays() {
        ApiVisitor first = ApiVisitor.signedUp();

        new ApiVisitor()
                .signUp("durable", "Eve", first.email.toUpperCase(Locale.ROOT), "another password")
                .then()
                .statusCode(409)
                .body("detail", containsString("taken"));

        QuarkusTransaction.requiringNew()
                .run(() -> assertThat(User.count("email", first.email)).isEqualTo(1));
    }

    @ParameterizedTest
    @CsvSource({
        "Ada, nobody, long enough, e-mail",
        "Ada, '', long enough, e-mail",
        "Ada, a@b@c, long enough, e-mail",
        "Ada, a@example.org, short, 8 characters",
        "'', a@example.org, long enough, call you"
    })
    void bad_input_is_told_and_nothing_is_stored(String name, String email, String password, String told) {
        long before = users();

        new ApiVisitor()
                .signUp("durable", name, email, password)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString(told));

        assertThat(users()).isEqualTo(before);
    }

    @Test
    void a_password_longer_than_bcrypt_reads_is_refused() {
        new ApiVisitor()
                .signUp("durable", "Ada", "long@example.org", "x".repeat(73))
                .then()
                .statusCode(400);
        new ApiVisitor()
                .signUp("durable", "Ada", "long@example.org", "ä".repeat(37))
                .then()
                .statusCode(400);
    }

    @Test
    void a_browser_gets_its_form_back_with_what_it_typed() {
        ApiVisitor guest = new ApiVisitor();

        guest.browser()
                .formParam("csrf-token", guest.csrf())
                .formParam("name", "Ada")
                .formParam("j_username", "nobody")
                .formParam("j_password", "long enough")
                .post("/signup")
                .then()
                .statusCode(400)
                .body(containsString("value=\"nobody\""))
                .body(containsString("This is not an e-mail address."));
    }

    @Test
    void a_browser_ends_at_its_photos_signed_in() {
        ApiVisitor guest = new ApiVisitor();

        guest.browser()
                .formParam("csrf-token", guest.csrf())
                .formParam("name", "Ada")
                .formParam("j_username", guest.email)
                .formParam("j_password", ApiVisitor.PASSWORD)
                .post("/signup")
                .then()
                .statusCode(303)
                .header("Location", endsWith("/photos"));

        guest.browser().get("/photos").then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/signup", "/login", "/logout", "/mode"})
    void a_form_without_its_token_is_refused(String address) {
        new ApiVisitor()
                .browser()
                .formParam("j_username", "a@example.org")
                .post(address)
                .then()
                .statusCode(400)
                .body(containsString("CSRF"));
    }

    @Test
    void a_request_that_is_no_form_needs_the_token_too() {
        ApiVisitor guest = ApiVisitor.signedUp();

        guest.browser()
                .contentType("text/plain")
                .body("x")
                .post("/me/welcome")
                .then()
                .statusCode(400);
    }

    @Test
    void who_has_signed_out_is_out_and_can_sign_in_again() {
        ApiVisitor guest = ApiVisitor.signedUp();

        guest.request().post("/logout").then().statusCode(204);
        guest.request().get("/me/status").then().statusCode(401);
        guest.signIn(guest.email, "wrong password").then().statusCode(401);
        guest.signIn(guest.email, ApiVisitor.PASSWORD).then().statusCode(204);
        guest.request().get("/me/status").then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/photos", "/billing", "/jobs", "/inbox", "/me/status", "/status?photos="})
    void a_stranger_is_refused_if_a_program_and_led_to_the_door_if_a_person(String address) {
        ApiVisitor stranger = new ApiVisitor();

        stranger.request().get(address).then().statusCode(401).header("Location", nullValue());
        if (!address.startsWith("/status")) {
            stranger.browser().get(address).then().statusCode(302).header("Location", containsString("/login?to=%2F"));
        }
    }

    @Test
    @ActivateRequestContext
    void a_rolled_back_sign_up_leaves_no_job() {
        SignupForm form = new SignupForm("Ada", "rolled-back@example.org", "long enough");

        QuarkusTransaction.begin();
        WelcomeMail mail = signup.signUp(form);
        QuarkusTransaction.rollback();

        QuarkusTransaction.requiringNew().run(() -> {
            assertThat(User.of(form.email())).isEmpty();
            assertThat(Job.of(SendWelcomeMail.KIND, mail.id.toString())).isEmpty();
        });
    }

    @Test
    void with_the_mail_server_down_an_inline_sign_up_fails_and_the_address_is_taken_all_the_same() {
        ApiVisitor guest = new ApiVisitor();
        try (TcpProxy.Cut cut = TcpProxy.SMTP.cut(TcpProxy.Condition.DOWN)) {
            guest.signUp("inline").then().statusCode(502).body("instance", equalTo("/me/status"));
        }

        guest.signUp("inline").then().statusCode(409);
    }

    @Test
    void with_the_mail_server_down_a_durable_sign_up_succeeds_and_the_mail_comes_when_it_is_back() {
        ApiVisitor guest = new ApiVisitor();
        try (TcpProxy.Cut cut = TcpProxy.SMTP.cut(TcpProxy.Condition.DOWN)) {
            guest.signUp("durable").then().statusCode(202);
            guest.await(
                    "/me/status",
                    status -> status.getString("phase").equals("retrying")
                            && status.getString("nextRetryAt") != null
                            && status.getString("error").contains("mail server"));
        }

        guest.awaitComplete("/me/status");
        assertThat(guest.json("/inbox").getList("subject")).hasSize(1);
    }

    private static long users() {
        return QuarkusTransaction.requiringNew().call(() -> User.count());
    }
}
