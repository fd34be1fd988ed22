package dev.darkroom.web;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.darkroom.testing.ApiVisitor;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class PreferencesTest {

    @Test
    void the_mode_switch_holds_for_later_requests() {
        ApiVisitor visitor = ApiVisitor.signedUp();

        visitor.program().formParam("dispatch", "volatile").post("/mode").then().statusCode(303);

        visitor.request().post("/me/welcome").then().statusCode(202).body("mode", equalTo("volatile"));
        visitor.in("durable").post("/me/welcome").then().statusCode(202).body("mode", equalTo("durable"));
    }

    @Test
    void a_mode_that_does_not_exist_is_refused() {
        ApiVisitor visitor = ApiVisitor.signedUp();

        visitor.in("quantum").post("/me/welcome").then().statusCode(400).body("detail", containsString("durable"));
        visitor.request().formParam("dispatch", "quantum").post("/mode").then().statusCode(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example/photos", "//evil.example/photos", "http://127.0.0.1//evil.example"})
    void the_mode_switch_never_redirects_to_another_site(String referrer) {
        ApiVisitor visitor = new ApiVisitor();

        visitor.form()
                .header("Referer", referrer)
                .formParam("dispatch", "inline")
                .post("/mode")
                .then()
                .statusCode(303)
                .header("Location", not(containsString("evil")));
    }

    @Test
    void every_page_shows_the_duration_and_mode_of_the_last_click() {
        ApiVisitor visitor = ApiVisitor.signedUp();

        visitor.in("inline").post("/me/welcome").then().statusCode(201);

        for (String page : new String[] {"/billing", "/jobs", "/inbox", "/me/status"}) {
            visitor.browser()
                    .get(page)
                    .then()
                    .statusCode(200)
                    .body(containsString("POST /me/welcome"))
                    .body(containsString("inline"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dark", "light", "auto"})
    void the_theme_follows_the_system_until_it_is_switched_for_every_page(String theme) {
        ApiVisitor visitor = ApiVisitor.signedUp();

        visitor.browser().get("/billing").then().body(containsString(themeOf("auto")));
        visitor.form().formParam("theme", theme).post("/theme").then().statusCode(303);

        visitor.browser().get("/billing").then().body(containsString(themeOf(theme)));
        visitor.browser().get("/nowhere").then().statusCode(404).body(containsString(themeOf(theme)));
    }

    private static String themeOf(String name) {
        return "data-theme=\"" + name + "\"";
    }

    @Test
    void an_unknown_theme_is_refused_and_an_unknown_cookie_falls_back_to_the_default() {
        ApiVisitor visitor = ApiVisitor.signedUp();

        visitor.request().formParam("theme", "sepia").post("/theme").then().statusCode(400);
        visitor.request().post("/theme").then().statusCode(400).body("detail", containsString("auto, dark and light"));
        visitor.browser()
                .cookie("theme", "sepia")
                .get("/billing")
                .then()
                .statusCode(200)
                .body(containsString(themeOf("auto")));
    }
}
