package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.testing.TcpProxy;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    private static TcpProxy line;
    private static ApplicationProcess darkroom;

    @BeforeAll
    static void begin() {
        database = new ApplicationProcess("outage-database")
                .fastStartup()
                .with("darkroom.role", "web")
                .start();
        line = TcpProxy.to(database.databasePort());
        darkroom = new ApplicationProcess("outage")
                .fastStartup()
                .with("quarkus.datasource.jdbc.url", "jdbc:postgresql://127.0.0.1:" + line.port() + "/darkroom")
                .with("darkroom.simulate.smtp-delay", "1s")
                .with("darkroom.jobs.lease", "2s")
                .with("darkroom.jobs.heartbeat", "500ms")
                .start();
    }

    @AfterAll
    static void end() {
        darkroom.close();
        line.close();
        database.close();
    }

    @Test
    void requests_get_503_while_the_database_is_away_and_work_continues_when_it_is_back() {
        HttpVisitor ada = HttpVisitor.signedUp(darkroom);
        HttpVisitor bob = new HttpVisitor(darkroom);
        AtomicBoolean open = new AtomicBoolean(true);
        List<CompletableFuture<List<HttpResponse<String>>>> visitors = Stream.<Supplier<HttpResponse<String>>>of(
                        () -> welcome(ada), bob::tryToSignUp, () -> get(ada, "/photos"))
                .map(request -> CompletableFuture.supplyAsync(() -> repeat(request, open)))
                .toList();

        await("a mail is on its way").until(OutageIT::aJobIsRunning);
        try (TcpProxy.Cut cut = line.cut(TcpProxy.Condition.DOWN)) {
            await("the end of the outage")
                    .pollDelay(OUTAGE)
                    .atMost(OUTAGE.multipliedBy(2))
                    .until(() -> true);
            assertThat(get(ada, "/q/health/ready").statusCode()).isEqualTo(503);
            assertThat(page(ada).body()).contains("The database is unavailable").doesNotContain("Exception");
        }
        await("recovery").until(() -> get(ada, "/photos").statusCode() == 200);
        open.set(false);

        List<HttpResponse<String>> answers =
                visitors.stream().flatMap(one -> one.join().stream()).toList();
        assertThat(answers)
                .extracting(HttpResponse::statusCode)
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

    private static void assertExplained(HttpResponse<String> refused) {
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(refused.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(Http.json(refused).path("detail").asText()).startsWith("The database is unavailable");
    }

    private static void assertDone(HttpResponse<String> accepted) {
        JsonNode status = Http.json(accepted);
        String key = status.path("id").asText();
        await("the mail " + key)
                .until(
                        () -> new TestDatabase(database).rows("SELECT state FROM job WHERE key = '" + key + "'"),
                        List.of(Map.of("state", "COMPLETE"))::equals);
    }

    private static List<HttpResponse<String>> repeat(Supplier<HttpResponse<String>> request, AtomicBoolean open) {
        List<HttpResponse<String>> answers = new ArrayList<>();
        while (open.get()) {
            answers.add(request.get());
        }
        return answers;
    }

    private static HttpResponse<String> welcome(HttpVisitor visitor) {
        return visitor.post("/me/welcome", "durable", Map.of());
    }

    private static HttpResponse<String> get(HttpVisitor visitor, String path) {
        return Http.send(visitor.request(path).build());
    }

    private static HttpResponse<String> page(HttpVisitor visitor) {
        return Http.send(
                visitor.request("/photos").setHeader("Accept", "text/html").build());
    }
}
