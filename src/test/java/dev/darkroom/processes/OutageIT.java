package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.darkroom.testing.ApiVisitor;
import dev.darkroom.testing.TcpProxy;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The connection to the database is cut for ten seconds. */
@Tag("processes")
class OutageIT {

    private static final Duration OUTAGE = Duration.ofSeconds(10);

    private static ApplicationProcess database;
    private static TcpProxy proxy;
    private static ApplicationProcess darkroom;

    @BeforeAll
    static void begin() {
        database = new ApplicationProcess("outage-database")
                .with("darkroom.role", "web")
                .start();
        proxy = new TcpProxy().open(database.databasePort());
        darkroom = new ApplicationProcess("outage")
                .with("quarkus.datasource.jdbc.url", "jdbc:postgresql://127.0.0.1:" + proxy.port() + "/darkroom")
                .with("darkroom.simulate.smtp-delay", "1s")
                .with("darkroom.jobs.lease", "2s")
                .with("darkroom.jobs.heartbeat", "500ms")
                .start();
    }

    @AfterAll
    static void end() {
        darkroom.close();
        proxy.close();
        database.close();
    }

    @Test
    void requests_get_503_while_the_database_is_away_and_work_continues_when_it_is_back() {
        HttpVisitor ada = HttpVisitor.signedUp(darkroom);
        HttpVisitor bob = new HttpVisitor(darkroom);
        AtomicBoolean open = new AtomicBoolean(true);
        List<CompletableFuture<List<Response>>> visitors = Stream.<Supplier<Response>>of(
                        () -> ada.api().in("durable").post("/me/welcome"), () -> signUp(bob), () -> get(ada, "/photos"))
                .map(request -> CompletableFuture.supplyAsync(() -> repeat(request, open)))
                .toList();

        await("the run of a mail job").until(OutageIT::aJobIsRunning);
        try (TcpProxy.Cut cut = proxy.cut(TcpProxy.Condition.DOWN)) {
            await("the end of the outage").pollDelay(OUTAGE).until(() -> true);
            assertThat(get(ada, "/q/health/ready").statusCode()).isEqualTo(503);
            assertThat(ada.page("/photos"))
                    .contains("The database is unavailable")
                    .doesNotContain("Exception");
        }
        await("recovery").until(() -> get(ada, "/photos").statusCode() == 200);
        open.set(false);

        List<Response> answers =
                visitors.stream().flatMap(one -> one.join().stream()).toList();
        assertThat(answers)
                .extracting(Response::statusCode)
                .containsOnly(200, 202, 503)
                .contains(503, 202);
        assertThat(answers).filteredOn(answer -> answer.statusCode() == 503).allSatisfy(OutageIT::assertExplained);
        assertThat(answers).filteredOn(answer -> answer.statusCode() == 202).allSatisfy(OutageIT::assertDone);
        ada.awaitComplete("/me/status");
        assertThat(darkroom.log())
                .noneMatch(line -> line.startsWith("\tat "))
                .anyMatch(line -> line.endsWith("has to wait: the database is unavailable"))
                .anyMatch(line -> line.endsWith("finished but could not be recorded: the database is unavailable"));
    }

    private static boolean aJobIsRunning() {
        return new TestDatabase(database).number("SELECT count(*) FROM job WHERE state = 'RUNNING'") > 0;
    }

    private static void assertExplained(Response refused) {
        assertThat(refused.header("Retry-After")).isNotNull();
        assertThat(refused.contentType()).startsWith("application/problem+json");
        assertThat(refused.jsonPath().getString("detail")).startsWith("The database is unavailable");
    }

    private static void assertDone(Response accepted) {
        String key = accepted.path("id");
        await("the mail " + key)
                .until(
                        () -> new TestDatabase(database).rows("SELECT state FROM job WHERE key = '" + key + "'"),
                        List.of(Map.of("state", "COMPLETE"))::equals);
    }

    private static List<Response> repeat(Supplier<Response> request, AtomicBoolean open) {
        List<Response> answers = new ArrayList<>();
        while (open.get()) {
            answers.add(request.get());
        }
        return answers;
    }

    /** Each call uses a new address. */
    private static Response signUp(HttpVisitor visitor) {
        return visitor.api().signUp("durable", "Bob", UUID.randomUUID() + "@example.org", ApiVisitor.PASSWORD);
    }

    private static Response get(HttpVisitor visitor, String path) {
        return visitor.api().request().get(path);
    }
}
