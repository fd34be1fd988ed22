package dev.darkroom.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import dev.darkroom.testing.ApiVisitor;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** After signing in, a browser returns to the page it asked for, and never to another site. */
@QuarkusTest
class SigninTest {

    private static final String FIELD = "**.find { it.@name == 'to' }.@value";

    private static String address;

    private ApiVisitor visitor;

    @BeforeEach
    void create_account() {
        visitor = new ApiVisitor();
        address = address == null ? ApiVisitor.signedUp().email : address;
    }

    @Test
    void a_wrong_password_does_not_sign_in() {
        visitor.signIn(address, "wrong password")
                .then()
                .statusCode(401)
                .body("detail", equalTo("Wrong email or password."));
        visitor.request().get("/me/status").then().statusCode(401);

        visitor.signIn(address, ApiVisitor.PASSWORD).then().statusCode(204);
        visitor.request().get("/me/status").then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown@example.org", "a\0@example.org"})
    void an_unknown_address_does_not_sign_in(String email) {
        visitor.signIn(email, ApiVisitor.PASSWORD).then().statusCode(401);
    }

    @Test
    void a_sign_in_leads_back_to_the_page() {
        String location = visitor.browser()
                .urlEncodingEnabled(false)
                .get("/jobs?state=DEAD&lane=a%26b")
                .then()
                .statusCode(302)
                .extract()
                .header("Location");

        String page =
                form(location.substring(location.indexOf("/login"))).htmlPath().getString(FIELD);

        signIn(page, ApiVisitor.PASSWORD)
                .then()
                .statusCode(303)
                .header("Location", endsWith("/jobs?state=DEAD&lane=a%26b"));
    }

    @Test
    void a_wrong_password_shows_the_form_with_the_same_page() {
        Response again = signIn("/billing", "wrong password");

        again.then()
                .statusCode(401)
                .header("WWW-Authenticate", startsWith("Cookie"))
                .body(containsString("role=\"alert\""));
        assertThat(again.htmlPath().getString(FIELD)).isEqualTo("/billing");
    }

    @Test
    void a_sign_in_without_a_page_leads_to_the_photos() {
        assertThat(form("/login").asString()).doesNotContain("name=\"to\"");
        signIn("", ApiVisitor.PASSWORD).then().statusCode(303).header("Location", endsWith("/photos"));
    }

    @Test
    void a_post_is_not_a_page_to_return_to() {
        visitor.form().post("/me/welcome").then().statusCode(302).header("Location", endsWith("/login"));
    }

    @Test
    void a_sign_in_never_leads_to_another_site() {
        String addresses =
                "//evil.example,///evil.example,////evil.example/x,/\\evil.example,\\\\evil.example,evil.example"
                        + ",https:evil.example,https://evil.example,https:///evil.example,http://127.0.0.1//evil.example"
                        + ",http://localhost@evil.example,javascript:alert(1),%2F%2Fevil.example,/%2Fevil.example"
                        + ",/%5Cevil.example,/.//evil.example,/https:evil.example,?//evil.example,/\t/evil.example"
                        + ", //evil.example";

        assertThat(addresses.split(",")).allSatisfy(to -> {
            Response answer = signIn(to, ApiVisitor.PASSWORD);
            assertThat(answer.statusCode()).isEqualTo(303);
            assertThat(answer.header("Location")).startsWith("http://127.0.0.1:" + RestAssured.port + "/");
        });
        for (String encoded :
                List.of("//evil.example", "%2F%2Fevil.example", "/%5Cevil.example", "https:evil.example")) {
            assertThat(form("/login?to=" + encoded).asString()).doesNotContain("name=\"to\"", "evil");
        }
    }

    private Response form(String address) {
        return visitor.browser().urlEncodingEnabled(false).get(address);
    }

    private Response signIn(String to, String password) {
        return visitor.form()
                .formParam("j_username", address)
                .formParam("j_password", password)
                .formParam("to", to)
                .post("/login");
    }
}
