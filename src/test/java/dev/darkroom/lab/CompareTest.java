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
}
