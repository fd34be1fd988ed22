package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.testing.TcpProxy;
import java.net.http.HttpRequest.BodyPublishers;
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

/** The line to the database is cut for ten seconds, and mended again. */
@Tag("processes")
class OutageIT {

    private static final Duration OUTAGE = Duration.ofSeconds(10);

    private static ApplicationProcess owner;
    private static TcpProxy line;
    private static ApplicationProcess shop;

    @BeforeAll
    static void begin() {
        owner = new ApplicationProcess("outage-database")
                .fastStartup()
                .with("darkroom.role", "web")
                .start();
        line = TcpProxy.to(owner.databasePort());
        shop = new ApplicationProcess("outage")
                .fastStartup()
                .with("quarkus.datasource.jdbc.url", "jdbc:postgresql://127.0.0.1:" + line.port() + "/darkroom")
                .with("darkroom.simulate.smtp-delay", "1s")
                .with("darkroom.jobs.lease", "2s")
                .with("darkroom.jobs.heartbeat", "500ms")
                .start();
    }

    @AfterAll
    static void end() {
        shop.close();
        line.close();
        owner.close();
    }

    @Test
    void while_the_database_is_away_requests_get_503_and_then_all_goes_on_by_itself() {
        HttpVisitor ada = HttpVisitor.signedUp(shop);
        HttpVisitor stranger = new HttpVisitor(shop);
        AtomicBoolean open = new AtomicBoolean(true);
        List<CompletableFuture<List<HttpResponse<String>>>> customers = Stream.<Supplier<HttpResponse<String>>>of(
                        () -> welcome(ada), stranger::tryToSignUp, () -> get(ada, "/photos"))
                .map(request -> CompletableFuture.supplyAsync(() -> repeat(request, open)))
                .toList();

        await("a mail is on its way").until(OutageIT::aJobIsRunning);
        try (TcpProxy.Cut cut = line.cut(TcpProxy.Condition.DOWN)) {
            await("the end of the outage")
                    .pollDelay(OUTAGE)
                    .atMost(OUTAGE.multipliedBy(2))
                    .until(() -> true);
            assertThat(get(ada, "/q/health/ready").statusCode()).isEqualTo(503);
            assertThat(page(ada).body())
                    .contains("The database does not answer")
                    .doesNotContain("Exception");
        }
        await("recovery").until(() -> get(ada, "/photos").statusCode() == 200);
        open.set(false);

        List<HttpResponse<String>> answers =
                customers.stream().flatMap(one -> one.join().stream()).toList();
        assertThat(answers)
                .extracting(HttpResponse::statusCode)
                .containsOnly(200, 202, 503)
                .contains(503, 202);
        assertThat(answers)
                .filteredOn(answer -> answer.statusCode() == 503)
                .allSatisfy(OutageIT::assertSaysWhatIsWrong);
        assertThat(answers)
                .filteredOn(answer -> answer.statusCode() == 202)
                .allSatisfy(OutageIT::assertHasBecomeARecord);
        ada.awaitComplete("/me/status");
        assertThat(shop.log())
                .noneMatch(line -> line.startsWith("\tat "))
                .anyMatch(line -> line.endsWith("has to wait: the database does not answer"))
                .anyMatch(line -> line.endsWith("is over and left to its lease: the database does not answer"));
    }

    private static boolean aJobIsRunning() {
        return new TestDatabase(owner).number("SELECT count(*) FROM job WHERE state = 'RUNNING'") > 0;
    }

    private static void assertSaysWhatIsWrong(HttpResponse<String> refused) {
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(refused.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(Http.json(refused).path("detail").asText()).startsWith("The database does not answer");
    }

    private static void assertHasBecomeARecord(HttpResponse<String> accepted) {
        JsonNode status = Http.json(accepted);
        String key = status.path("id").asText();
        await("the mail " + key)
                .until(
                        () -> new TestDatabase(owner).of("SELECT state FROM job WHERE key = '" + key + "'"),
                        rows -> rows.size() == 1 && rows.get(0).is("state", "COMPLETE"));
    }

    private static List<HttpResponse<String>> repeat(Supplier<HttpResponse<String>> request, AtomicBoolean open) {
        List<HttpResponse<String>> answers = new ArrayList<>();
        while (open.get()) {
            answers.add(request.get());
        }
        return answers;
    }

    private static HttpResponse<String> welcome(HttpVisitor visitor) {
        return visitor.post("/me/welcome", "durable", BodyPublishers.noBody(), Map.of());
    }

    private static HttpResponse<String> get(HttpVisitor visitor, String path) {
        return Http.send(visitor.request(path).build());
    }

    private static HttpResponse<String> page(HttpVisitor visitor) {
        return Http.send(
                visitor.request("/photos").setHeader("Accept", "text/html").build());
    }
}
