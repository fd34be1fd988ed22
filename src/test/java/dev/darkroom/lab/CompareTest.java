package dev.darkroom.lab;

import static org.hamcrest.Matchers.containsString;

import dev.darkroom.testing.ApiVisitor;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CompareTest {

    @Test
    void an_anonymous_visitor_may_compare_and_without_javascript_finds_an_alternative() {
        new ApiVisitor()
                .browser()
                .get("/compare")
                .then()
                .statusCode(200)
                .body(containsString("Make the clicks"))
                .body(containsString("<noscript>"))
                .body(containsString("href=\"/stage\""));
    }

    @Test
    void the_status_of_several_mails_is_answered_at_once() {
        ApiVisitor guest = ApiVisitor.signedUp();
        String first = guest.in("inline")
                .post("/me/welcome")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        String second = guest.in("durable")
                .post("/me/welcome")
                .then()
                .statusCode(202)
                .extract()
                .path("id");

        guest.request()
                .get("/status?mails=" + first + "," + second)
                .then()
                .statusCode(200)
                .body(containsString(first))
                .body(containsString(second));
    }
}
