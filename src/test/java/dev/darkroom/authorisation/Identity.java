package dev.darkroom.authorisation;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.lessThan;

import dev.darkroom.testing.ApiVisitor;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** The cookies of a visitor, which no answer changes: whatever is asked next is asked by the same one. */
final class Identity {

    private final Map<String, String> cookies;
    private final String csrf;

    private Identity(Map<String, String> cookies) {
        this.cookies = cookies;
        this.csrf = cookies.get("csrf-token");
    }

    static Identity of(Role role) {
        Identity stranger =
                new Identity(given().accept(ContentType.HTML).get("/login").cookies());
        return switch (role) {
            case ANONYMOUS -> stranger;
            case OWNER, OTHER -> stranger.with(stranger.signUp("visitor-" + UUID.randomUUID() + "@example.org"));
            case OPERATOR -> stranger.with(stranger.signIn(ApiVisitor.OPERATOR));
        };
    }

    /** Without following where an answer leads. */
    RequestSpecification request(String accept) {
        return withoutToken(accept).header("X-CSRF-TOKEN", csrf);
    }

    RequestSpecification withoutToken(String accept) {
        return given().cookies(cookies).accept(accept).redirects().follow(false);
    }

    private Response signUp(String address) {
        return request("application/json")
                .formParam("name", "Ada")
                .formParam("j_username", address)
                .formParam("j_password", ApiVisitor.PASSWORD)
                .post("/signup");
    }

    private Response signIn(String address) {
        return request("application/json")
                .formParam("j_username", address)
                .formParam("j_password", ApiVisitor.PASSWORD)
                .post("/login");
    }

    private Identity with(Response entered) {
        entered.then().statusCode(lessThan(300));
        Map<String, String> all = new HashMap<>(cookies);
        all.putAll(entered.cookies());
        all.remove("last-click");
        return new Identity(all);
    }
}
