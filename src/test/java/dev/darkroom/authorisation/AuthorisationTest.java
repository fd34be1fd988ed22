package dev.darkroom.authorisation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.testing.ApiVisitor;
import dev.darkroom.testing.TcpProxy;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The {@link Matrix} is what the running program does, for each of its routes and each role. */
@QuarkusTest
class AuthorisationTest {

    private static final String JSON = "application/json";
    private static final String HTML = "text/html";
    private static final Report REPORT = new Report();

    private static final Map<Role, Identity> VISITORS = new EnumMap<>(Role.class);

    @BeforeEach
    void the_company_is_in_this_process() {
        TcpProxy.GATEWAY.leadTo(RestAssured.port);
    }

    @AfterEach
    void make_it_right_again() {
        new ApiVisitor().request().post("/lab/repair");
    }

    @AfterAll
    static void write_down_what_was_asked() throws IOException {
        REPORT.write();
    }

    @Test
    void each_route_of_the_program_has_a_row_and_each_row_a_route() {
        assertThat(Matrix.ROUTES.stream().map(Row::route))
                .containsExactlyInAnyOrderElementsOf(Routes.ofTheRunningProgram());
    }

    @ParameterizedTest
    @MethodSource("routes")
    void each_role_gets_what_the_matrix_says(Row row) {
        Supplier<String> address = addressOf(row);
        String programs = statuses(row, JSON, address);
        String people = statuses(row, HTML, address);
        REPORT.asked(row, programs, people);

        assertThat(programs).as("programs at %s", row).isEqualTo(row.programs());
        assertThat(people).as("people at %s", row).isEqualTo(row.people());
    }

    static List<Row> routes() {
        return Matrix.ROUTES;
    }

    @ParameterizedTest
    @MethodSource("routesThatChangeSomething")
    void what_changes_something_is_refused_without_the_token_of_the_form(Row row) {
        Identity owner = visitor(Role.OWNER);
        String address = new Subjects(owner).addressOf(row);

        Response without = ask(row.sends().apply(owner.withoutToken(JSON)), row, address);
        Response wrong = ask(row.sends().apply(owner.withoutToken(JSON).header("X-CSRF-TOKEN", "wrong")), row, address);

        REPORT.refusedWithoutToken(row);
        assertThat(List.of(without.statusCode(), wrong.statusCode())).containsExactly(400, 400);
    }

    static Stream<Row> routesThatChangeSomething() {
        return routes().stream().filter(Row::changesSomething).filter(row -> !row.isOfTheCompany());
    }

    /** Static files, health, and what the router knows nothing about. */
    @ParameterizedTest
    @CsvSource({
        "/assets/css/base.css,200",
        "/assets/nothing.css,404",
        "/q/health/live,200",
        "/q/health/ready,200",
        "/q/health/started,200",
        "/q/metrics,200",
        "/q/openapi,200",
        "/q/nothing,404",
        "/q/dev-ui,404",
        "/application.properties,404",
        "/META-INF/resources/assets/css/base.css,404",
        "/nothing,404"
    })
    void what_is_no_route_of_ours_is_the_same_for_everybody(String path, int status) {
        REPORT.outside(path, status);
        assertThat(Arrays.stream(Role.values())
                        .map(role -> visitor(role).request("*/*").get(path).statusCode()))
                .as(path)
                .containsOnly(status);
    }

    /** What a question leaves as it was is there for the next one; for what changes something, another is made each time. */
    private static Supplier<String> addressOf(Row row) {
        if (row.changesSomething()) {
            return () -> new Subjects(visitor(Role.OWNER)).addressOf(row);
        }
        String address = new Subjects(visitor(Role.OWNER)).addressOf(row);
        return () -> address;
    }

    private static String statuses(Row row, String accept, Supplier<String> address) {
        return Arrays.stream(Role.values())
                .map(role ->
                        String.valueOf(ask(role, row, accept, address.get()).statusCode()))
                .collect(Collectors.joining(" "));
    }

    private static Response ask(Role role, Row row, String accept, String address) {
        Response answer = ask(row.sends().apply(visitor(role).request(accept)), row, address);
        if (row.isADoor()) {
            VISITORS.remove(role);
        }
        if (answer.statusCode() == 302) {
            assertThat(answer.header("Location")).as("the way in").contains("/login");
        }
        return answer;
    }

    private static Response ask(RequestSpecification request, Row row, String address) {
        return request.request(row.method(), address);
    }

    private static Identity visitor(Role role) {
        return VISITORS.computeIfAbsent(role, Identity::of);
    }
}
