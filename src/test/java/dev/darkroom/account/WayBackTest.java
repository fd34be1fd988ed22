package dev.darkroom.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;

import dev.darkroom.testing.ApiVisitor;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** After signing in, a browser returns to the page it asked for, and never to another site. */
@QuarkusTest
class WayBackTest {

    private static final String FIELD = "**.find { it.@name == 'to' }.@value";

    private static String address;

    private ApiVisitor visitor;

    @BeforeEach
    void createAccount() {
        visitor = new ApiVisitor();
        address = address == null ? ApiVisitor.signedUp().email : address;
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

        String wanted = form(location).htmlPath().getString(FIELD);

        signIn(wanted, ApiVisitor.PASSWORD)
                .then()
                .statusCode(303)
                .header("Location", endsWith("/jobs?state=DEAD&lane=a%26b"));
    }

    @Test
    void a_wrong_password_keeps_the_way_back() {
        Response again = signIn("/billing", "wrong password");

        again.then().statusCode(401);
        assertThat(again.htmlPath().getString(FIELD)).isEqualTo("/billing");
    }

    @Test
    void a_sign_in_without_a_page_leads_to_the_photos() {
        assertThat(form("/login").asString()).doesNotContain("name=\"to\"");
        signIn("", ApiVisitor.PASSWORD).then().statusCode(303).header("Location", endsWith("/photos"));
    }

    @Test
    void a_post_is_no_page_to_return_to() {
        visitor.form().post("/me/welcome").then().statusCode(302).header("Location", endsWith("/login"));
    }

    static Stream<String> addresses_of_other_sites() {
        String listed =
                "//evil.example ///evil.example ////evil.example/x /\\evil.example \\\\evil.example evil.example"
                        + " https:evil.example https://evil.example https:///evil.example http://127.0.0.1//evil.example"
                        + " http://localhost@evil.example javascript:alert(1) %2F%2Fevil.example /%2Fevil.example"
                        + " /%5Cevil.example /.//evil.example /https:evil.example ?//evil.example";
        return Stream.concat(Stream.of(listed.split(" ")), Stream.of("/\t/evil.example", " //evil.example"));
    }

    @ParameterizedTest
    @MethodSource("addresses_of_other_sites")
    void a_sign_in_never_leads_to_another_site(String to) {
        Response answer = signIn(to, ApiVisitor.PASSWORD);

        answer.then().statusCode(303);
        assertThat(answer.header("Location")).startsWith("http://127.0.0.1:" + RestAssured.port + "/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"//evil.example", "%2F%2Fevil.example", "/%5Cevil.example", "https:evil.example"})
    void the_form_does_not_contain_an_address_of_another_site(String encoded) {
        assertThat(form("/login?to=" + encoded).asString()).doesNotContain("name=\"to\"", "evil");
    }

    private Response form(String location) {
        String path = location.substring(location.indexOf("/login"));
        return visitor.browser().urlEncodingEnabled(false).get(path);
    }

    private Response signIn(String to, String password) {
        return visitor.form()
                .formParam("j_username", address)
                .formParam("j_password", password)
                .formParam("to", to)
                .post("/login");
    }
}
