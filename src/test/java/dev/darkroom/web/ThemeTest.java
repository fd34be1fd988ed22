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
    void the_system_chooses_until_the_visitor_does() {
        new ApiVisitor().browser().get("/login").then().body(containsString(STYLES + "(prefers-color-scheme: dark)"));
    }

    @ParameterizedTest
    @CsvSource({"dark, all", "light, not all", "auto, (prefers-color-scheme: dark)"})
    void the_switch_in_the_header_holds_on_every_page(String theme, String media) {
        ApiVisitor guest = ApiVisitor.signedUp();

        guest.browser()
                .formParam("csrf-token", guest.csrf())
                .formParam("theme", theme)
                .post("/theme")
                .then()
                .statusCode(303);

        guest.browser().get("/billing").then().body(containsString(STYLES + media));
        guest.browser().get("/nowhere").then().statusCode(404).body(containsString(STYLES + media));
    }

    @Test
    void a_theme_that_does_not_exist_is_refused_and_an_old_cookie_is_nobodys_mistake() {
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
