package dev.darkroom.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;

import dev.darkroom.jobs.Job;
import dev.darkroom.testing.ApiVisitor;
import dev.darkroom.testing.TcpProxy;
import dev.darkroom.testing.TestServices;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(value = TestServices.class, scope = TestResourceScope.GLOBAL)
class SignupTest {

    @Inject
    Signup signup;

    @ParameterizedTest
    @CsvSource({"inline,201", "volatile,202", "durable,202"})
    void a_new_user_is_signed_in_and_gets_the_welcome_mail(String mode, int answer) {
        ApiVisitor visitor = new ApiVisitor();

        visitor.signUp(mode).then().statusCode(answer).header("Location", endsWith("/me/status"));

        JsonPath status = visitor.awaitComplete("/me/status");
        assertThat(status.getString("mode")).isEqualTo(mode);
        if (mode.equals("durable")) {
            assertThat(status.getString("links.job")).startsWith("/jobs/");
        } else {
            assertThat(status.getString("links.job")).isNull();
        }
        JsonPath inbox = visitor.json("/inbox");
        assertThat(inbox.getList("subject")).containsExactly("Welcome to Darkroom");
        assertThat(inbox.getString("[0].messageId"))
                .isEqualTo("<welcome-" + status.getString("id") + "@darkroom.invalid>");
    }

    @Test
    void an_inbox_shows_only_its_owners_mail() {
        ApiVisitor ada = ApiVisitor.signedUp();
        ApiVisitor grace = ApiVisitor.signedUp();
        ada.awaitComplete("/me/status");
        grace.awaitComplete("/me/status");

        assertThat(ada.json("/inbox").getList("messageId"))
                .hasSize(1)
                .doesNotContainAnyElementsOf(grace.json("/inbox").getList("messageId"));
    }

    @Test
    void a_repeated_welcome_mail_has_its_own_record_and_message_id() {
        ApiVisitor visitor = ApiVisitor.signedUp();
        String first = visitor.awaitComplete("/me/status").getString("id");

        visitor.in("durable").post("/me/welcome").then().statusCode(202);

        assertThat(visitor.awaitComplete("/me/status").getString("id")).isNotEqualTo(first);
        assertThat(visitor.json("/inbox").getList("messageId")).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void a_taken_address_gets_409_and_the_first_account_stays() {
        ApiVisitor first = ApiVisitor.signedUp();

        new ApiVisitor()
                .signUp("durable", "Eve", first.email.toUpperCase(Locale.ROOT), "another password")
                .then()
                .statusCode(409)
                .body("detail", containsString("taken"));

        QuarkusTransaction.requiringNew()
                .run(() -> assertThat(User.count("email", first.email)).isEqualTo(1));
        first.request().get("/me/status").then().statusCode(200);
    }

    static Stream<List<String>> invalid_input() {
        return Stream.of(
                List.of("Ada", "nobody", "long enough", "not an email address"),
                List.of("Ada", "", "long enough", "your email address"),
                List.of("Ada", "\0@example.org", "long enough", "not an email address"),
                List.of("Ada", "a@example.org", "short", "8 characters"),
                List.of("Ada", "a@example.org", "ä".repeat(37), "72 bytes"),
                List.of("Ada", "a@example.org", "long\nenough", "without control characters"),
                List.of("", "a@example.org", "long enough", "your name"),
                List.of("A\u001bda", "a@example.org", "long enough", "without control characters"));
    }

    @ParameterizedTest
    @MethodSource("invalid_input")
    void invalid_input_gets_400_with_a_message_and_nothing_is_stored(List<String> form) {
        long before = users();

        new ApiVisitor()
                .signUp("durable", form.get(0), form.get(1), form.get(2))
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString(form.get(3)));

        assertThat(users()).isEqualTo(before);
    }

    @Test
    void a_browser_gets_its_form_back_with_the_input() {
        submitForm(new ApiVisitor(), "nobody")
                .then()
                .statusCode(400)
                .body(containsString("value=\"nobody\""))
                .body(containsString("This is not an email address."));
    }

    @Test
    void a_browser_ends_at_its_photos_signed_in() {
        ApiVisitor visitor = new ApiVisitor();

        submitForm(visitor, visitor.email).then().statusCode(303).header("Location", endsWith("/photos"));

        visitor.browser().get("/photos").then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/signup", "/mode"})
    void a_form_without_its_token_is_refused(String address) {
        new ApiVisitor()
                .browser()
                .formParam("j_username", "a@example.org")
                .post(address)
                .then()
                .statusCode(400)
                .body(containsString("CSRF"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong password", "", "correct horse\0"})
    void a_wrong_password_does_not_sign_in(String wrong) {
        ApiVisitor visitor = ApiVisitor.signedUp();
        visitor.request().post("/logout").then().statusCode(204);

        visitor.signIn(visitor.email, wrong).then().statusCode(401).body("detail", equalTo("Wrong email or password."));
        visitor.request().get("/me/status").then().statusCode(401);

        visitor.signIn(visitor.email, ApiVisitor.PASSWORD).then().statusCode(204);
        visitor.request().get("/me/status").then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown@example.org", "", "a\0@example.org"})
    void an_unknown_address_does_not_sign_in(String email) {
        new ApiVisitor().signIn(email, ApiVisitor.PASSWORD).then().statusCode(401);
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 3_000_000})
    void a_very_long_password_is_refused_at_both_forms(int length) {
        ApiVisitor visitor = new ApiVisitor();
        String password = "x".repeat(length);

        assertThat(visitor.signIn(visitor.email, password).statusCode()).isIn(401, 413);
        assertThat(visitor.signUp("durable", "Ada", visitor.email, password).statusCode())
                .isIn(400, 413);
    }

    @Test
    @ActivateRequestContext
    void a_rolled_back_sign_up_leaves_no_job() {
        SignupForm form = new SignupForm("Ada", "rolled-back@example.org", "long enough");

        QuarkusTransaction.begin();
        WelcomeMail mail = signup.signUp(form);
        QuarkusTransaction.rollback();

        QuarkusTransaction.requiringNew().run(() -> {
            assertThat(User.findByEmail(form.email())).isEmpty();
            assertThat(Job.find(SendWelcomeMail.KIND, mail.id.toString())).isEmpty();
        });
    }

    @Test
    void an_inline_sign_up_fails_with_the_mail_server_and_the_account_stays() {
        ApiVisitor visitor = new ApiVisitor();
        try (TcpProxy.Cut cut = TcpProxy.SMTP.cut(TcpProxy.Condition.DOWN)) {
            visitor.signUp("inline").then().statusCode(502).body("instance", equalTo("/me/status"));
        }

        assertThat(visitor.json("/me/status").getString("status")).isEqualTo("failed");
        visitor.signUp("inline").then().statusCode(409);
    }

    @Test
    void a_durable_sign_up_succeeds_and_its_mail_waits_for_the_mail_server() {
        ApiVisitor visitor = new ApiVisitor();
        try (TcpProxy.Cut cut = TcpProxy.SMTP.cut(TcpProxy.Condition.DOWN)) {
            visitor.signUp("durable").then().statusCode(202);
            visitor.await(
                    "/me/status",
                    status -> status.getString("phase").equals("retrying")
                            && status.getString("nextRetryAt") != null
                            && status.getString("error").contains("mail server"));
        }

        visitor.awaitComplete("/me/status");
        assertThat(visitor.json("/inbox").getList("subject")).hasSize(1);
    }

    private static Response submitForm(ApiVisitor visitor, String email) {
        return visitor.form()
                .formParam("name", "Ada")
                .formParam("j_username", email)
                .formParam("j_password", ApiVisitor.PASSWORD)
                .post("/signup");
    }

    private static long users() {
        return QuarkusTransaction.requiringNew().call(() -> User.count());
    }
}
