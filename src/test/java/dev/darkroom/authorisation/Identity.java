package dev.darkroom.authorisation;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.lessThan;

import dev.darkroom.authorisation.Matrix.Role;
import dev.darkroom.testing.ApiVisitor;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** The cookies of a visitor. No answer changes them, so every request is made by the same visitor. */
final class Identity {

    private final Map<String, String> cookies;

    private Identity(Map<String, String> cookies) {
        this.cookies = cookies;
    }

    static Identity of(Role role) {
        Identity anonymous =
                new Identity(given().accept(ContentType.HTML).get("/login").cookies());
        return switch (role) {
            case ANONYMOUS -> anonymous;
            case OWNER, OTHER -> anonymous.entered("/signup", "visitor-" + UUID.randomUUID() + "@example.org");
            case OPERATOR -> anonymous.entered("/login", ApiVisitor.OPERATOR);
        };
    }

    /** Redirects are not followed. */
    RequestSpecification request(String accept) {
        return withoutToken(accept).header("X-CSRF-TOKEN", cookies.get("csrf-token"));
    }

    RequestSpecification withoutToken(String accept) {
        return given().cookies(cookies).accept(accept).redirects().follow(false);
    }

    private Identity entered(String address, String email) {
        Map<String, String> all = new HashMap<>(cookies);
        all.putAll(request("application/json")
                .formParam("name", "Ada")
                .formParam("j_username", email)
                .formParam("j_password", ApiVisitor.PASSWORD)
                .post(address)
                .then()
                .statusCode(lessThan(300))
                .extract()
                .cookies());
        all.remove("last-click");
        return new Identity(all);
    }
}
