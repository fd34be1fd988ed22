package dev.darkroom.authorisation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.authorisation.Matrix.Role;
import dev.darkroom.authorisation.Matrix.Row;
import dev.darkroom.testing.ApiVisitor;
import dev.darkroom.testing.Database;
import io.quarkus.arc.Arc;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The running program answers each role on each route as the {@link Matrix} says. */
@QuarkusTest
class AuthorisationTest {

    private static final Map<Role, ApiVisitor> VISITORS = new EnumMap<>(Role.class);

    /** Also removes the work of photos and videos, which would slow down the other rows. */
    @AfterEach
    void repair() {
        Database.sql("DELETE FROM lab_fault");
        Database.sql("DELETE FROM paused_lane");
        Database.sql("DELETE FROM job WHERE kind IN ('resize-photo', 'transcode-video') AND state = 'QUEUED'");
    }

    @Test
    void each_route_has_a_row_and_each_row_a_route() {
        Stream<String> routes = Arc.container().beanManager().getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .<Class<?>>map(Bean::getBeanClass)
                .filter(type -> type.isAnnotationPresent(Path.class) && !type.isInterface())
                .distinct()
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .flatMap(AuthorisationTest::route);

        assertThat(Matrix.ROUTES.stream().map(Row::route)).containsExactlyInAnyOrderElementsOf(routes.toList());
    }

    private static Stream<String> route(Method method) {
        Path own = method.getAnnotation(Path.class);
        String path = "/" + method.getDeclaringClass().getAnnotation(Path.class).value() + "/"
                + (own == null ? "" : own.value());
        String plain = path.replaceAll("\\{(\\w+):[^}]*}", "{$1}")
                .replaceAll("/+", "/")
                .replaceAll("(.)/$", "$1");
        return Arrays.stream(method.getAnnotations())
                .map(Annotation::annotationType)
                .map(type -> type.getAnnotation(HttpMethod.class))
                .filter(Objects::nonNull)
                .map(verb -> verb.value() + " " + plain);
    }

    @ParameterizedTest
    @MethodSource("routes")
    void each_role_gets_what_the_matrix_says(Row row) {
        assertThat(statuses(row, "application/json")).as("programs").isEqualTo(row.programs());
        assertThat(statuses(row, "text/html")).as("people").isEqualTo(row.people());
    }

    static List<Row> routes() {
        return Matrix.ROUTES;
    }

    @ParameterizedTest
    @MethodSource("routesWithToken")
    void an_unsafe_request_without_the_csrf_token_is_refused(Row row) {
        String address = row.address(UUID.randomUUID().toString());
        RequestSpecification without = withoutToken(Role.OWNER, "application/json");
        RequestSpecification wrong =
                withoutToken(Role.OWNER, "application/json").header("X-CSRF-TOKEN", "wrong");

        for (RequestSpecification request : List.of(without, wrong)) {
            row.sends().apply(request).request(row.method(), address).then().statusCode(400);
        }
    }

    static Stream<Row> routesWithToken() {
        return routes().stream().filter(Row::needsCsrfToken);
    }

    @ParameterizedTest
    @CsvSource({
        "/assets/css/base.css,200",
        "/q/health/live,200",
        "/q/metrics,200",
        "/q/openapi,200",
        "/q/dev-ui,404",
        "/application.properties,404",
        "/META-INF/resources/assets/css/base.css,404"
    })
    void other_addresses_are_the_same_for_everyone(String path, int status) {
        assertThat(Stream.of(Role.values())
                        .map(role -> request(role, "*/*").get(path).statusCode()))
                .containsOnly(status);
    }

    private static String statuses(Row row, String accept) {
        String address = row.addressFor(visitor(Role.OWNER));
        return Stream.of(Role.values())
                .map(role -> status(role, row, accept, address))
                .map(String::valueOf)
                .collect(Collectors.joining(" "));
    }

    private static int status(Role role, Row row, String accept, String address) {
        Response answer = row.sends().apply(request(role, accept)).request(row.method(), address);
        if (row.changesTheSession()) {
            VISITORS.remove(role);
        }
        if (answer.statusCode() == 302) {
            assertThat(answer.header("Location")).contains("/login");
        }
        return answer.statusCode();
    }

    private static RequestSpecification request(Role role, String accept) {
        return withoutToken(role, accept).header("X-CSRF-TOKEN", visitor(role).csrf());
    }

    /** Keeps no cookies of the answer, so that a role stays the same visitor. */
    private static RequestSpecification withoutToken(Role role, String accept) {
        String cookies = visitor(role).cookies();
        return given().header("Cookie", cookies).accept(accept).redirects().follow(false);
    }

    private static ApiVisitor visitor(Role role) {
        return VISITORS.computeIfAbsent(role, missing -> switch (missing) {
            case ANONYMOUS -> new ApiVisitor();
            case OTHER, OWNER -> ApiVisitor.signedUp();
            case OPERATOR -> ApiVisitor.operator();
        });
    }
}
