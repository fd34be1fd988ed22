package dev.darkroom.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;

import dev.darkroom.jobs.Job;
import dev.darkroom.testing.ApiVisitor;
import dev.darkroom.testing.Database;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        assertThat(status.getString("links.job") != null).as("has a job").isEqualTo(mode.equals("durable"));
        JsonPath inbox = visitor.json("/inbox");
        assertThat(inbox.getList("subject")).containsExactly("Welcome to Darkroom");
        assertThat(inbox.getString("[0].messageId"))
                .isEqualTo("<welcome-" + status.getString("id") + "@darkroom.invalid>");
    }

    @Test
    @ActivateRequestContext
    void a_rehearsal_stores_nothing() {
        long before = Database.count("account");
        List<WelcomeMail> mails = new ArrayList<>();

        signup.rehearse(mails::add);

        assertThat(mails).hasSize(1);
        assertThat(Database.count("account")).isEqualTo(before);
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

        assertThat(Database.count("account WHERE email = '" + first.email + "'"))
                .isEqualTo(1);
        first.request().get("/me/status").then().statusCode(200);
    }

    @ParameterizedTest
    @CsvSource({
        "Ada, nobody, long enough, not an email address",
        "Ada, '', long enough, your email address",
        "Ada, \0@example.org, long enough, not an email address",
        "Ada, a@example.org, short, 8 characters",
        "Ada, a@example.org, äääääääääääääääääääääääääääääääääääää, 72 bytes",
        "Ada, a@example.org, 'long\nenough', without control characters",
        "'', a@example.org, long enough, your name",
        "'\u00A0\u200B\u3164\u2800', a@example.org, long enough, your name",
        "'\u200D\u0301', a@example.org, long enough, your name",
        "Ada, '\uFEFF\u200B', long enough, your email address",
        "Ada, ädä@example.org, long enough, only ASCII letters before the @",
        "Ada, '\"ada (the, 2nd)\"@example.org', long enough, 'in quotes no blanks, commas or brackets'",
        "Ada, ada@straße.example, long enough, ASCII form",
        "Ada, a\u00A0da@example.org, long enough, not an email address",
        "A\u001bda, a@example.org, long enough, without control characters"
    })
    void invalid_input_gets_400_with_a_message_and_nothing_is_stored(
            String name, String email, String password, String message) {
        long before = Database.count("account");

        new ApiVisitor()
                .signUp("durable", name, email, password)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString(message));

        assertThat(Database.count("account")).isEqualTo(before);
    }

    /** The signs of sign-up and sign-in differ, and both mean the address to which the mail goes. */
    @ParameterizedTest
    @CsvSource({
        "'\u00A0{}@example.org\u200B', '\uFEFF{}@example.org', {}@example.org",
        "{}\u200D\u202E@exam\u00ADple.org, \u2066{}@EXAMPLE.org, {}@example.org",
        "{}@bücher.example, {}@xn--bcher-kva.example, {}@xn--bcher-kva.example",
        "{}@例え。テスト, {}@xn--r8jz45g.xn--zckzah, {}@xn--r8jz45g.xn--zckzah",
        "{}+tag@example.org, {}+TAG@example.org, {}+tag@example.org",
        "'\"{}..2nd;x\"@example.org', '\"{}..2ND;x\"@example.org', '\"{}..2nd;x\"@example.org'"
    })
    void an_address_is_one_however_it_is_written_and_its_mail_arrives(String signUp, String signIn, String sentTo) {
        ApiVisitor visitor = new ApiVisitor();
        String name = visitor.email.substring(0, visitor.email.indexOf('@'));

        visitor.signUp("durable", " A\u200Bd\u00A0a\u3164 ", signUp.replace("{}", name), ApiVisitor.PASSWORD)
                .then()
                .statusCode(202);
        visitor.awaitComplete("/me/status");

        assertThat(visitor.json("/inbox").getString("[0].text")).contains("Hello Ad a,");
        assertThat(Database.count("account WHERE email = '" + sentTo.replace("{}", name) + "'"))
                .isEqualTo(1);
        new ApiVisitor()
                .signIn(signIn.replace("{}", name), ApiVisitor.PASSWORD)
                .then()
                .statusCode(204);
    }

    @Test
    void a_name_keeps_what_joins_its_letters() {
        assertThat(User.clean("می\u200Cخواهم 👩\u200D🚀")).isEqualTo("می\u200Cخواهم 👩\u200D🚀");
        assertThat(User.clean("\uD83E\uDEE0")).as("newer than this Java").isNotEmpty();
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

    @Test
    void a_very_long_password_is_refused_at_both_forms() {
        ApiVisitor visitor = new ApiVisitor();
        String password = "x".repeat(3_000_000);

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
}
