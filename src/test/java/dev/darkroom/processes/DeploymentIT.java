package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.testing.Pictures;
import io.quarkus.elytron.security.common.BcryptUtil;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The jar as a deployment starts it, {@code QUARKUS_PROFILE=closed}: what it demands, and what it answers at each address. */
@Tag("processes")
class DeploymentIT {

    private static final String OPERATOR = "operator@example.org";
    private static final String PASSWORD = "correct horse";
    /** The same for each process: another one would end the operator's sessions. */
    private static final String PASSWORD_HASH = BcryptUtil.bcryptHash(PASSWORD);

    /** By the resource's name. Each has to be in one of the three. */
    private static final Set<String> SHUT = Set.of(
            "CompareResource", "GatewayResource", "InboxResource", "LabResource", "SourceResource", "TourResource");

    private static final Set<String> OUTSIDE =
            Set.of("PreferencesResource", "ProcessResource", "SigninResource", "SignupResource", "StageResource");
    private static final Set<String> INSIDE = Set.of(
            "BillingResource", "JobsResource", "MeResource", "PhotoResource", "StatusResource", "UploadResource");

    private static EmbeddedPostgres postgres;
    private static SmtpStub mails;
    private static ApplicationProcess darkroom;
    private static HttpVisitor ada;
    private static HttpVisitor operator;

    @BeforeAll
    static void begin() throws IOException, SQLException {
        postgres = EmbeddedPostgres.start();
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE darkroom LOGIN PASSWORD 'of this test'");
            statement.execute("CREATE DATABASE darkroom OWNER darkroom");
        }
        mails = new SmtpStub();
        darkroom = deployed("deployment").start();
        ada = HttpVisitor.signedUp(darkroom);
        operator = new HttpVisitor(darkroom);
        assertThat(operator.signIn(OPERATOR, PASSWORD).statusCode()).isEqualTo(204);
    }

    @AfterAll
    static void end() throws IOException {
        darkroom.close();
        mails.close();
        postgres.close();
    }

    private static ApplicationProcess deployed(String name) {
        return new ApplicationProcess(name)
                .fastStartup()
                .without("darkroom.simulate.smtp-delay")
                .without("darkroom.simulate.gateway-delay")
                .without("darkroom.simulate.resize-delay")
                .variable("QUARKUS_PROFILE", "closed")
                .variable(
                        "QUARKUS_DATASOURCE_JDBC_URL",
                        "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/darkroom")
                .variable("QUARKUS_DATASOURCE_USERNAME", "darkroom")
                .variable("QUARKUS_DATASOURCE_PASSWORD", "of this test")
                .variable("QUARKUS_MAILER_HOST", "127.0.0.1")
                .variable("QUARKUS_MAILER_PORT", mails.port())
                .variable("DARKROOM_GATEWAY_URL", "http://127.0.0.1:9")
                .variable("DARKROOM_OPERATOR_EMAIL", OPERATOR)
                .variable("DARKROOM_OPERATOR_PASSWORD_HASH", PASSWORD_HASH);
    }

    @ParameterizedTest
    @CsvSource({
        "QUARKUS_DATASOURCE_JDBC_URL, '', QUARKUS_DATASOURCE_JDBC_URL",
        "QUARKUS_DATASOURCE_USERNAME, '', QUARKUS_DATASOURCE_USERNAME",
        "QUARKUS_DATASOURCE_PASSWORD, '', QUARKUS_DATASOURCE_PASSWORD",
        "QUARKUS_MAILER_HOST, '', QUARKUS_MAILER_HOST",
        "DARKROOM_GATEWAY_URL, '', DARKROOM_GATEWAY_MOCK=true",
        "QUARKUS_HTTP_HOST, 0.0.0.0, QUARKUS_HTTP_PROXY_PROXY_ADDRESS_FORWARDING=true"
    })
    void without_what_it_needs_it_does_not_start_and_says_so_in_a_sentence(
            String variable, String value, String sentence) {
        try (ApplicationProcess refused = deployed("deployment-refused").variable(variable, value)) {
            assertThat(refused.launch().exitCode()).isEqualTo(1);
            assertThat(refused.log())
                    .singleElement()
                    .asString()
                    .startsWith("A deployment needs ")
                    .contains(sentence);
        }
    }

    static Stream<Route> every_route() {
        return Route.all().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("every_route")
    void each_address_answers_as_a_deployment_must(Route route) {
        String name = route.resource().getSimpleName();
        assertThat(Stream.of(SHUT, OUTSIDE, INSIDE).filter(some -> some.contains(name)))
                .as("%s: say in this test what a deployment answers there", name)
                .hasSize(1);
        HttpVisitor stranger = new HttpVisitor(darkroom);
        HttpResponse<String> program = ask(stranger, route, "application/json");
        HttpResponse<String> person = ask(stranger, route, "text/html");

        if (SHUT.contains(name)) {
            assertThat(Stream.of(
                            program, person, ask(ada, route, "text/html"), ask(operator, route, "application/json")))
                    .extracting(HttpResponse::statusCode)
                    .containsOnly(404);
        } else if (INSIDE.contains(name)) {
            assertThat(program.statusCode()).isEqualTo(401);
            if (name.equals("StatusResource")) {
                assertThat(person.statusCode()).as("it speaks JSON only").isEqualTo(406);
            } else {
                assertThat(person.statusCode()).isEqualTo(302);
                assertThat(person.headers().firstValue("Location").orElseThrow())
                        .matches("(https?://[^/]+)?/login(\\?to=%2F\\S*)?");
            }
            assertThat(ask(ada, route, "application/json").statusCode()).isNotIn(401, 403, 500, 501);
        } else {
            boolean signsIn = route.method().equals("POST") && route.address().equals("/login");
            assertThat(Stream.of(program, person))
                    .extracting(HttpResponse::statusCode)
                    .allMatch(status ->
                            status < 400 || Set.of(400, 404, 406, 429).contains(status) || (status == 401 && signsIn));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/stage", "/photos", "/billing", "/jobs", "/login", "/nowhere"})
    void no_page_leads_to_what_is_shut(String page) {
        assertThat(operator.page(page)).contains("Darkroom");
        for (HttpVisitor visitor : List.of(new HttpVisitor(darkroom), operator)) {
            assertThat(visitor.page(page))
                    .doesNotContain("\"/inbox", "\"/lab", "\"/compare", "\"/tour", "\"/source", "\"/gateway")
                    .doesNotContain("written by", "simulated");
        }
    }

    @Test
    void work_is_done_and_nobody_but_the_operator_is_told_by_which_process() {
        String photo = ada.upload("durable", Pictures.jpeg(600, 400));
        JsonNode status = ada.awaitComplete(photo);
        String job = status.path("links").path("job").asText();

        JsonNode steps = ada.get(job).path("timeline");
        assertThat(steps).isNotEmpty().allSatisfy(step -> {
            assertThat(step.path("process").isNull()).as("%s", step).isTrue();
            assertThat(step.path("source").isNull()).as("%s", step).isTrue();
        });
        assertThat(operator.get(job).path("timeline").findValuesAsText("process"))
                .anyMatch(one -> one.startsWith("process "));
        assertThat(ada.get("/process").path("process").asText()).hasSize(4);
        assertThat(ada.page(job) + ada.page("/jobs"))
                .doesNotContain("dev.darkroom", darkroom.home().toString())
                .doesNotContainPattern("process \\d");
        Awaitility.await("the welcome mail")
                .until(() -> !mails.messageIds(ada.email()).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "/q/health/live, 200",
        "/q/health/ready, 200",
        "/q/metrics, 404",
        "/q//metrics, 404",
        "/q/./metrics, 404",
        "/q/health/../metrics, 404",
        "/q/%6detrics, 404",
        "/q/openapi, 404",
        "/q/swagger-ui, 404",
        "/q/dev-ui, 404"
    })
    void of_operations_the_pages_tell_their_health_only(String address, int status) {
        assertThat(Http.get(darkroom.url() + address).statusCode()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/inbox/",
                "/inbox;a=b",
                "//inbox",
                "/%69nbox",
                "/x/../inbox",
                "/gateway/ledger/",
                "/gateway/ledger;a=b",
                "/gateway;a=b/ledger",
                "/gateway//ledger",
                "/gateway/%6cedger",
                "/%67ateway/ledger"
            })
    void an_address_that_is_written_in_another_way_is_shut_as_well(String address) {
        assertThat(operator.ask("GET", address, Map.of()).statusCode()).isEqualTo(404);
    }

    @Test
    void a_worker_answers_for_its_health_and_says_with_each_answer_what_a_page_may_do() {
        try (ApplicationProcess worker = darkroom.worker("deployment-worker").start()) {
            for (Map.Entry<String, Integer> answer : Map.of(
                            "/q/health/live", 200, "/q/metrics", 200, "/", 404, "/photos", 404)
                    .entrySet()) {
                HttpResponse<String> said = Http.get(worker.url() + answer.getKey());
                assertThat(said.statusCode()).as(answer.getKey()).isEqualTo(answer.getValue());
                assertThat(said.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
                assertThat(said.headers().firstValue("Content-Security-Policy")).isPresent();
            }
        }
    }

    @Test
    void a_mock_that_is_asked_for_is_a_company_whose_books_are_shut() {
        try (ApplicationProcess trial = deployed("deployment-trial")
                .variable("DARKROOM_GATEWAY_URL", "")
                .variable("DARKROOM_GATEWAY_MOCK", "true")
                .start()) {
            HttpVisitor visitor = HttpVisitor.signedUp(trial);

            assertThat(visitor.awaitComplete(visitor.pay("durable", 100))
                            .path("status")
                            .asText())
                    .isEqualTo("complete");
            assertThat(Http.get(trial.url() + "/gateway/ledger").statusCode()).isEqualTo(404);
            assertThat(Http.get(trial.url() + "/gateway/ledger/").statusCode()).isEqualTo(404);
        }
    }

    private static HttpResponse<String> ask(HttpVisitor visitor, Route route, String accept) {
        HttpResponse<String> answer =
                visitor.ask(route.method(), route.address(), Map.of("Accept", accept, "Content-Type", route.type()));
        assertThat(answer.headers().firstValue("Content-Security-Policy"))
                .as("%s", route)
                .isPresent();
        assertThat(answer.body())
                .as("%s", route)
                .doesNotContain("dev.darkroom", "\tat ", darkroom.home().toString())
                .doesNotContainPattern("process \\d");
        return answer;
    }
}
