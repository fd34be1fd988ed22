package dev.darkroom.web;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.darkroom.testing.ApiVisitor;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ModeTest {

    @Test
    void the_mode_switch_holds_for_later_requests() {
        ApiVisitor guest = ApiVisitor.signedUp();

        guest.program().formParam("dispatch", "volatile").post("/mode").then().statusCode(303);

        guest.request().post("/me/welcome").then().statusCode(202).body("mode", equalTo("volatile"));
        guest.in("durable").post("/me/welcome").then().statusCode(202).body("mode", equalTo("durable"));
    }

    @Test
    void a_mode_that_does_not_exist_is_refused() {
        ApiVisitor guest = ApiVisitor.signedUp();

        guest.in("quantum").post("/me/welcome").then().statusCode(400).body("detail", containsString("durable"));
        guest.request().formParam("dispatch", "quantum").post("/mode").then().statusCode(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example/photos", "//evil.example/photos", "http://127.0.0.1//evil.example"})
    void the_mode_switch_never_redirects_to_another_site(String referrer) {
        ApiVisitor guest = new ApiVisitor();

        guest.form()
                .header("Referer", referrer)
                .formParam("dispatch", "inline")
                .post("/mode")
                .then()
                .statusCode(303)
                .header("Location", not(containsString("evil")));
    }

    @Test
    void every_page_shows_the_duration_and_mode_of_the_last_click() {
        ApiVisitor guest = ApiVisitor.signedUp();

        guest.in("inline").post("/me/welcome").then().statusCode(201);

        for (String page : new String[] {"/photos", "/billing", "/jobs", "/inbox", "/me/status"}) {
            guest.browser()
                    .get(page)
                    .then()
                    .statusCode(200)
                    .body(containsString("POST /me/welcome"))
                    .body(containsString("inline"));
        }
    }

    @Test
    void no_page_has_inline_scripts_or_styles() {
        given().accept("text/html")
                .get("/")
                .then()
                .statusCode(200)
                .body(not(containsString("style=")))
                .body(not(containsString("onclick")));
    }
}
