package dev.darkroom.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;

import dev.darkroom.testing.ApiVisitor;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is led to the form comes to the page that they wanted, and never off this site. */
@QuarkusTest
class WayBackTest {

    private static final String FIELD = "**.find { it.@name == 'to' }.@value";

    private static String address;

    private ApiVisitor stranger;

    @BeforeEach
    void somebody_has_an_account_and_is_not_signed_in() {
        stranger = new ApiVisitor();
        address = address == null ? ApiVisitor.signedUp().email : address;
    }

    @Test
    void who_has_signed_in_comes_to_the_page_that_they_wanted() {
        String door = stranger.browser()
                .urlEncodingEnabled(false)
                .get("/jobs?state=DEAD&lane=a%26b")
                .then()
                .statusCode(302)
                .extract()
                .header("Location");

        String wanted = form(door).htmlPath().getString(FIELD);

        signIn(wanted, ApiVisitor.PASSWORD)
                .then()
                .statusCode(303)
                .header("Location", endsWith("/jobs?state=DEAD&lane=a%26b"));
    }

    @Test
    void a_wrong_password_does_not_forget_it() {
        Response again = signIn("/billing", "wrong password");

        again.then().statusCode(401);
        assertThat(again.htmlPath().getString(FIELD)).isEqualTo("/billing");
    }

    @Test
    void who_wanted_no_page_in_particular_comes_to_the_photos() {
        assertThat(form("/login").asString()).doesNotContain("name=\"to\"");
        signIn("", ApiVisitor.PASSWORD).then().statusCode(303).header("Location", endsWith("/photos"));
    }

    @Test
    void what_would_change_something_is_no_page_to_come_back_to() {
        stranger.browser()
                .formParam("csrf-token", stranger.csrf())
                .post("/me/welcome")
                .then()
                .statusCode(302)
                .header("Location", endsWith("/login"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example",
                "///evil.example",
                "////evil.example/x",
                "/\\evil.example",
                "\\\\evil.example",
                "/\t/evil.example",
                " //evil.example",
                "https:evil.example",
                "https://evil.example",
                "https:///evil.example",
                "http://127.0.0.1//evil.example",
                "http://localhost@evil.example",
                "javascript:alert(1)",
                "%2F%2Fevil.example",
                "/%2Fevil.example",
                "/%5Cevil.example",
                "/.//evil.example",
                "/https:evil.example",
                "evil.example",
                "?//evil.example"
            })
    void nobody_is_led_off_this_site(String to) {
        Response answer = signIn(to, ApiVisitor.PASSWORD);

        answer.then().statusCode(303);
        assertThat(answer.header("Location")).startsWith("http://127.0.0.1:" + RestAssured.port + "/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"//evil.example", "%2F%2Fevil.example", "/%5Cevil.example", "https:evil.example"})
    void the_form_does_not_repeat_an_address_of_another_site(String encoded) {
        assertThat(form("/login?to=" + encoded).asString()).doesNotContain("name=\"to\"", "evil");
    }

    private Response form(String door) {
        String path = door.substring(door.indexOf("/login"));
        return stranger.browser().urlEncodingEnabled(false).get(path);
    }

    private Response signIn(String to, String password) {
        return stranger.browser()
                .formParam("csrf-token", stranger.csrf())
                .formParam("j_username", address)
                .formParam("j_password", password)
                .formParam("to", to)
                .post("/login");
    }
}
