package dev.darkroom.processes;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.testing.ApiVisitor;
import dev.darkroom.testing.Pictures;
import io.quarkus.elytron.security.common.BcryptUtil;
import io.restassured.response.Response;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The jar as a deployment starts it, with {@code QUARKUS_PROFILE=closed}: what it requires, and what it serves. */
@Tag("processes")
class DeploymentIT {

    /** Shared: a process with another hash would end the operator's sessions. */
    private static final String PASSWORD_HASH = BcryptUtil.bcryptHash(ApiVisitor.PASSWORD);

    private static EmbeddedPostgres postgres;
    private static SmtpStub mailServer;
    private static ApplicationProcess darkroom;
    private static HttpVisitor ada;
    private static HttpVisitor operator;

    @BeforeAll
    static void start() throws IOException, SQLException {
        postgres = EmbeddedPostgres.start();
        sql("postgres", "CREATE ROLE darkroom LOGIN PASSWORD 'of this test'");
        sql("postgres", "CREATE DATABASE darkroom OWNER darkroom");
        mailServer = new SmtpStub();
        darkroom = deployed("deployment").start();
        ada = HttpVisitor.signedUp(darkroom);
        operator = operatorOf(darkroom);
    }

    @AfterAll
    static void end() throws IOException {
        darkroom.close();
        mailServer.close();
        postgres.close();
    }

    @Test
    void a_start_without_a_required_setting_is_refused_with_its_name() {
        try (ApplicationProcess refused = deployed("deployment-refused").variable("QUARKUS_MAILER_HOST", "")) {
            assertThat(refused.launch().exitCode()).isEqualTo(1);
            assertThat(refused.log())
                    .singleElement()
                    .asString()
                    .startsWith("A deployment needs ")
                    .contains("QUARKUS_MAILER_HOST");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/inbox", "/inbox/", "/inbox;a=b",
                "//inbox", "/%69nbox", "/x/../inbox",
                "/lab", "/compare", "/tour",
                "/source/jobs/Relay", "/gateway/ledger", "/gateway/charges/x",
                "/gateway;a=b/ledger", "/gateway//ledger", "/q/metrics",
                "/q//metrics", "/q/health/../metrics", "/q/%6detrics",
                "/q/openapi", "/q/swagger-ui", "/q/dev-ui"
            })
    void a_closed_address_is_404_for_every_visitor_in_each_spelling(String path) {
        for (HttpVisitor visitor : List.of(new HttpVisitor(darkroom), ada, operator)) {
            assertThat(status(visitor, path, "text/html")).isEqualTo(404);
            assertThat(status(visitor, path, "application/json")).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/stage", "/photos", "/billing", "/jobs", "/login", "/nowhere"})
    void no_page_links_to_a_closed_address_or_shows_internals(String page) {
        for (HttpVisitor visitor : List.of(new HttpVisitor(darkroom), ada, operator)) {
            assertThat(visitor.page(page))
                    .doesNotContain("\"/inbox", "\"/lab", "\"/compare", "\"/tour", "\"/source", "\"/gateway")
                    .doesNotContain("written by", "simulated", "code of this page");
        }
    }

    @Test
    void forwarded_headers_are_not_trusted_by_default() {
        Response page = given().port(darkroom.port())
                .header("X-Forwarded-Proto", "https")
                .accept("text/html")
                .get("/signup");

        assertThat(page.detailedCookie("csrf-token").isSecured()).isFalse();
    }

    @Test
    void work_is_done_and_only_the_operator_sees_by_which_process() {
        String photo = ada.upload("durable", Pictures.jpeg(600, 400));
        JsonNode done = ada.awaitComplete(photo);
        String job = done.path("links").path("job").asText();
        assertThat(done.path("attempts"))
                .singleElement()
                .satisfies(run -> assertThat(run.path("process").isNull()).isTrue());

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
        await("the welcome mail")
                .until(() -> !mailServer.messageIds(ada.email()).isEmpty());
    }

    @Test
    void a_web_process_serves_its_health_and_a_worker_all_operations_and_no_page() {
        assertThat(Http.get(darkroom.url() + "/q/health/live").statusCode()).isEqualTo(200);
        try (ApplicationProcess worker = darkroom.worker("deployment-worker").start()) {
            Map.of("/q/health/live", 200, "/q/metrics", 200, "/", 404, "/photos", 404)
                    .forEach((path, status) -> {
                        HttpResponse<String> answer = Http.get(worker.url() + path);
                        assertThat(answer.statusCode()).as(path).isEqualTo(status);
                        assertThat(answer.headers().firstValue("X-Content-Type-Options"))
                                .hasValue("nosniff");
                        assertThat(answer.headers().firstValue("Content-Security-Policy"))
                                .isPresent();
                    });
        }
    }

    @Test
    void an_enabled_lab_is_open_to_the_operator_and_removes_no_guard() throws SQLException {
        // A database of its own: the other process has no gateway, and would take the charge.
        sql("postgres", "CREATE DATABASE trial OWNER darkroom");
        try (ApplicationProcess trial = deployed("deployment-trial")
                .variable("QUARKUS_DATASOURCE_JDBC_URL", jdbcUrl("trial"))
                .variable("DARKROOM_LAB_ENABLED", "true")
                .variable("DARKROOM_GATEWAY_URL", "")
                .variable("DARKROOM_GATEWAY_MOCK", "true")
                .start()) {
            HttpVisitor visitor = HttpVisitor.signedUp(trial);
            HttpVisitor trusted = operatorOf(trial);

            assertThat(status(visitor, "/lab", "text/html")).isEqualTo(404);
            assertThat(status(trusted, "/lab", "text/html")).isEqualTo(200);
            assertThat(visitor.arm("mail", "down")).isEqualTo(404);
            assertThat(List.of("guard-key", "guard-outbox", "guard-fence"))
                    .allSatisfy(guard -> assertThat(trusted.arm(guard, "off")).isEqualTo(403));
            sql("trial", "INSERT INTO lab_fault (name, value) VALUES ('guard-key', 'off')");

            JsonNode charge = visitor.awaitComplete(visitor.pay("durable", 707));
            String job = charge.at("/links/job").asText();
            assertThat(visitor.get(job).at("/ledger/effects/count").asInt()).isOne();
            assertThat(status(trusted, "/gateway/ledger", "application/json")).isEqualTo(404);
        }
    }

    private static ApplicationProcess deployed(String name) {
        return new ApplicationProcess(name)
                .variable("QUARKUS_PROFILE", "closed")
                .variable("QUARKUS_DATASOURCE_JDBC_URL", jdbcUrl("darkroom"))
                .variable("QUARKUS_DATASOURCE_USERNAME", "darkroom")
                .variable("QUARKUS_DATASOURCE_PASSWORD", "of this test")
                .variable("QUARKUS_MAILER_HOST", "127.0.0.1")
                .variable("QUARKUS_MAILER_PORT", mailServer.port())
                .variable("DARKROOM_GATEWAY_URL", "http://127.0.0.1:9")
                .variable("DARKROOM_OPERATOR_EMAIL", ApiVisitor.OPERATOR)
                .variable("DARKROOM_OPERATOR_PASSWORD_HASH", PASSWORD_HASH);
    }

    private static String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/" + database;
    }

    private static HttpVisitor operatorOf(ApplicationProcess process) {
        HttpVisitor visitor = new HttpVisitor(process);
        visitor.api().signIn(ApiVisitor.OPERATOR, ApiVisitor.PASSWORD).then().statusCode(204);
        return visitor;
    }

    private static int status(HttpVisitor visitor, String path, String accept) {
        HttpResponse<String> answer = visitor.getVerbatim(path, accept);
        assertThat(answer.headers().firstValue("Content-Security-Policy")).isPresent();
        assertThat(answer.body()).doesNotContain("dev.darkroom", "\tat ");
        return answer.statusCode();
    }

    private static void sql(String database, String statement) throws SQLException {
        try (Connection connection = postgres.getDatabase("postgres", database).getConnection();
                Statement executed = connection.createStatement()) {
            executed.execute(statement);
        }
    }
}
