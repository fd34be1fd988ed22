package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.testing.ApiVisitor;
import dev.darkroom.testing.Pictures;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each scenario of the lab, armed from its permalink, has exactly the effects that its page expects. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LabScenarios {

    private static final Pattern PRESS = Pattern.compile(
            "action=\"([^\"]+)\" data-lab=\"[^\"]+\" data-press>.*?name=\"name\" value=\"([^\"]+)\".*?name=\"value\""
                    + " value=\"([^\"]+)\"",
            Pattern.DOTALL);

    private static final byte[] PICTURE = Pictures.jpeg(1800, 1200);

    private final SmtpStub mailServer = new SmtpStub();
    private final ApplicationProcess lasting;
    private final ApplicationProcess killed;

    private ApplicationProcess darkroom;
    private HttpVisitor ada;

    /** @param transport returns the settings of a transport, as {@code name=value}, for a process and its replacements */
    LabScenarios(String name, Function<String, Stream<String>> transport) {
        lasting = process(name, transport).with("darkroom.gateway.timeout", "500ms");
        // On a busy machine too, longer than the time between the press and the end of the process.
        killed = process(name + "-killed", transport).with("darkroom.simulate.smtp-delay", "3s");
    }

    @BeforeAll
    void start() {
        lasting.launch();
        killed.launch();
        lasting.awaitReady();
        killed.awaitReady();
    }

    private ApplicationProcess process(String name, Function<String, Stream<String>> transport) {
        return new ApplicationProcess(name)
                .with("quarkus.mailer.host", "127.0.0.1")
                .with("quarkus.mailer.port", mailServer.port())
                .with("darkroom.jobs.lease", "3s")
                .with("darkroom.jobs.heartbeat", "1s")
                .with("darkroom.jobs.backoff-base", "50ms")
                .with("darkroom.jobs.backoff-cap", "300ms")
                .with("darkroom.lanes.mail.backoff-cap", "300ms")
                .with(transport.apply(name));
    }

    @AfterEach
    void repair() {
        if (ada != null) {
            ada.api().repair();
        }
    }

    @AfterAll
    void end() {
        lasting.close();
        if (!killed.isAlive()) {
            Replacement.of(killed).close();
        }
        killed.close();
        mailServer.close();
    }

    Stream<String> withoutKill() {
        return ids().filter(id -> !id.startsWith("halt-"));
    }

    Stream<String> withKill() {
        return ids().filter(id -> id.startsWith("halt-"));
    }

    @ParameterizedTest
    @MethodSource("withoutKill")
    void a_fault_a_pause_or_a_test_amount_has_the_expected_effects(String id) {
        JsonNode scenario = begin(id, lasting);
        arm(scenario);
        CompletableFuture<String> work = work(scenario);

        if (id.startsWith("pause-")) {
            awaitLog("lab " + scenario.path("value").asText());
            ada.api().repair();
        } else if (id.contains("refuses")) {
            awaitLog("is away, due jobs wait in the table");
        } else if (!scenario.path("name").isNull()) {
            ada.await(work.join(), status -> isEnded(status) || isRetriedAgain(status));
        }
        if (id.startsWith("freeze-")) {
            awaitLog("lab thawed");
        }
        ada.api().repair();
        String status = work.join();
        ada.await(status, LabScenarios::isEnded);

        assertEffects(scenario, status);
    }

    @ParameterizedTest
    @MethodSource("withKill")
    void a_kill_at_a_gap_has_the_expected_effects(String id) {
        JsonNode scenario = begin(id, killed);
        String before = process();
        boolean atOnce = id.endsWith("at-once");
        long stuck = recordsWithoutJob();

        if (!atOnce) {
            arm(scenario);
        }
        CompletableFuture<String> work = work(scenario);
        if (atOnce) {
            ada.await(work.join(), status -> status.path("phase").asText().equals("running"));
            arm(scenario);
        }
        await("another process")
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> process(), name -> !name.equals(before));

        String status = answerOrStatusAfterSignIn(work);
        if (id.endsWith("between-writes")) {
            assertThat(recordsWithoutJob()).isEqualTo(stuck + 1);
            assertThat(ada.get(status).at("/links/job").isNull()).isTrue();
        } else if (id.endsWith("before-commit")) {
            assertThat(status).as("the account").isNull();
        } else {
            ada.await(status, LabScenarios::isEnded);
        }
        assertEffects(scenario, status);
    }

    private Stream<String> ids() {
        return scenarios(lasting).map(scenario -> scenario.path("id").asText());
    }

    private static Stream<JsonNode> scenarios(ApplicationProcess darkroom) {
        JsonNode all = new HttpVisitor(darkroom).get("/lab").path("scenarios");
        return StreamSupport.stream(all.spliterator(), false);
    }

    /** Returns the scenario. A visitor who does not sign up in it has an account, and no work under way. */
    private JsonNode begin(String id, ApplicationProcess process) {
        darkroom = process;
        JsonNode scenario = scenarios(process)
                .filter(one -> one.path("id").asText().equals(id))
                .findFirst()
                .orElseThrow();
        ada = new HttpVisitor(process);
        if (!workOf(scenario).equals("MAIL")) {
            ada.awaitComplete(ada.signUp());
        }
        return scenario;
    }

    /** Opens the permalink, which arms nothing, and presses its button. */
    private void arm(JsonNode scenario) {
        String page = ada.page("/lab?scenario=" + scenario.path("id").asText());
        assertThat(page).contains(scenario.at("/expectation/text").asText());
        assertThat(ada.get("/lab").path("broken")).as("armed by the permalink").isEmpty();
        if (scenario.path("name").isNull()) {
            return;
        }
        Matcher press = PRESS.matcher(page);
        assertThat(press.find()).as("a button in %s", page).isTrue();
        assertThat(press.group(1)).isEqualTo("/lab/faults");
        ada.api()
                .form()
                .formParam("name", press.group(2))
                .formParam("value", press.group(3))
                .post("/lab/faults")
                .then()
                .statusCode(303);
    }

    /** Starts the scenario's work, and returns the address of its status when it is answered. */
    private CompletableFuture<String> work(JsonNode scenario) {
        int cents = scenario.at("/expectation/cents").asInt();
        return CompletableFuture.supplyAsync(() -> switch (workOf(scenario)) {
            case "MAIL" -> ada.signUp();
            case "CHARGE" -> ada.pay("durable", cents);
            default -> ada.upload("durable", PICTURE);
        });
    }

    /** Returns null if the sign-up was not answered and has left no account. */
    private String answerOrStatusAfterSignIn(CompletableFuture<String> work) {
        try {
            return work.join();
        } catch (CompletionException unanswered) {
            boolean known = ada.api().signIn(ada.email(), ApiVisitor.PASSWORD).statusCode() == 204;
            return known ? "/me/status" : null;
        }
    }

    private void assertEffects(JsonNode scenario, String status) {
        JsonNode expected = scenario.at("/expectation/effects");
        switch (workOf(scenario)) {
            case "MAIL" -> {
                List<String> ids = mailServer.messageIds(ada.email());
                int mails = expected.path("mails").asInt();
                if (expected.path("orMore").asBoolean()) {
                    assertThat(ids).hasSizeGreaterThanOrEqualTo(mails);
                } else {
                    assertThat(ids).hasSize(mails);
                }
                assertThat(ids.stream().distinct()).hasSizeLessThanOrEqualTo(1);
            }
            case "CHARGE" ->
                assertThat(charges(status)).hasSize(expected.path("charges").asInt());
            default ->
                assertThat(darkroom.photos().published(status))
                        .hasSize(expected.path("renditions").asInt());
        }
    }

    private List<JsonNode> charges(String status) {
        JsonNode purchase = ada.get("/gateway/ledger/" + HttpVisitor.id(status));
        return StreamSupport.stream(purchase.spliterator(), false)
                .filter(entry -> entry.path("status").asText().equals("charged"))
                .toList();
    }

    private void awaitLog(String message) {
        await(message).until(() -> darkroom.log().stream()
                .anyMatch(line -> line.endsWith(message) || line.contains(message + ":")));
    }

    private String process() {
        return ada.get("/process").path("process").asText();
    }

    private long recordsWithoutJob() {
        return ada.get("/lab").path("damage").path("guard-outbox").asLong();
    }

    private static String workOf(JsonNode scenario) {
        return scenario.at("/expectation/work").asText();
    }

    private static boolean isEnded(JsonNode status) {
        return !status.path("status").asText().equals("processing");
    }

    /** Whether the second attempt has failed. */
    private static boolean isRetriedAgain(JsonNode status) {
        return status.path("attempt").asInt() > 1
                && status.path("phase").asText().equals("retrying");
    }
}
