package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same clicks in all three modes, made by the browser of somebody whom nobody knows. */
class CompareIT extends BrowserTest {

    private static final List<String> MODES = List.of("inline", "volatile", "durable");
    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    CompareIT() {
        super(new ApplicationProcess("compare")
                .with("darkroom.simulate.smtp-delay", "600ms")
                .with("darkroom.simulate.gateway-delay", "600ms")
                .with("darkroom.simulate.resize-delay", "200ms"));
    }

    @BeforeEach
    void begin() {
        person.visits("/compare", "Compare");
        person.picks("count", "5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mail", "photo", "charge"})
    void each_mode_has_a_dot_for_each_request_and_inline_is_the_slow_one(String work) {
        person.picks("work", work);

        person.presses("Make the clicks");
        person.sees("[data-says]", "Done.");

        for (String mode : MODES) {
            person.seesExactly(5, "[data-mode=" + mode + "] [data-dots] circle");
            person.sees("[data-work=" + mode + "] [data-kept]", "5 of 5");
        }
        assertThat(median("inline")).isGreaterThan(500).isGreaterThan(median("durable"));
        new Screenshots(chromium.driver()).shoot("compare-" + work);
    }

    @Test
    void a_table_of_all_requests_can_be_taken_along() throws IOException {
        Path downloads = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "downloads");
        chromium.driver()
                .executeCdpCommand(
                        "Browser.setDownloadBehavior",
                        Map.of("behavior", "allow", "downloadPath", downloads.toString()));
        person.presses("Make the clicks");
        person.sees("[data-says]", "Done.");

        person.presses("Download as CSV");

        Path table = downloads.resolve("darkroom-compare.csv");
        Awaitility.await().atMost(A_MINUTE).until(() -> Files.exists(table));
        assertThat(Files.readAllLines(table))
                .hasSize(1 + 3 * 5)
                .startsWith("work,mode,n,request_ms,finished_ms,outcome")
                .filteredOn(line -> line.endsWith(",complete"))
                .hasSize(15);
    }

    @Test
    void with_the_process_killed_in_the_middle_volatile_loses_what_durable_keeps() {
        ApplicationProcess mortal = new ApplicationProcess("compare-restart")
                // Longer than a slow machine needs for the first clicks: none of them is done when the process dies.
                .with("darkroom.simulate.smtp-delay", "4s")
                .with("darkroom.jobs.lease", "2s")
                .with("darkroom.jobs.heartbeat", "500ms");
        try (mortal) {
            mortal.start();
            person = new BrowserUser(chromium.driver(), mortal.url());
            person.visits("/compare", "Compare");
            person.picks("count", "5");
            person.ticks("restart");

            person.presses("Make the clicks");
            person.sees("[data-says]", "Done.");

            try (Successor successor = Successor.of(mortal)) {
                person.sees("[data-work=durable] [data-kept]", "5 of 5");
                person.sees("[data-work=volatile] [data-outcome]", "3 complete, 2 lost");
                new Screenshots(chromium.driver()).shoot("compare-restart");
            }
            chromium.forgives("ERR_CONNECTION_REFUSED", "ERR_EMPTY_RESPONSE", "ERR_CONNECTION_RESET");
        }
    }

    private int median(String mode) {
        return Integer.parseInt(
                person.reads("[data-mode=" + mode + "] [data-median]").replaceAll("\\D", ""));
    }
}
