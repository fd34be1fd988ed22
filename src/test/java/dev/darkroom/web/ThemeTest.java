package dev.darkroom.web;

import static org.hamcrest.Matchers.containsString;

import dev.darkroom.testing.ApiVisitor;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class ThemeTest {

    private static final String STYLES = "/assets/css/dark.css\" media=\"";

    @Test
    void the_theme_follows_the_system_by_default() {
        new ApiVisitor().browser().get("/login").then().body(containsString(STYLES + "(prefers-color-scheme: dark)"));
    }

    @ParameterizedTest
    @CsvSource({"dark, all", "light, not all", "auto, (prefers-color-scheme: dark)"})
    void the_theme_switch_holds_on_every_page(String theme, String media) {
        ApiVisitor guest = ApiVisitor.signedUp();

        guest.form().formParam("theme", theme).post("/theme").then().statusCode(303);

        guest.browser().get("/billing").then().body(containsString(STYLES + media));
        guest.browser().get("/nowhere").then().statusCode(404).body(containsString(STYLES + media));
    }

    @Test
    void an_unknown_theme_is_refused_and_an_unknown_cookie_falls_back_to_the_default() {
        ApiVisitor guest = ApiVisitor.signedUp();

        guest.request().formParam("theme", "sepia").post("/theme").then().statusCode(400);
        guest.request().post("/theme").then().statusCode(400).body("detail", containsString("auto, dark and light"));
        guest.browser()
                .cookie("theme", "sepia")
                .get("/billing")
                .then()
                .statusCode(200)
                .body(containsString(STYLES + "(prefers-color-scheme: dark)"));
    }
}
