package dev.darkroom.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.processes.ApplicationProcess;
import dev.darkroom.processes.Replacement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;

/** The same clicks in all three modes, made by a visitor without an account. */
@Order(4)
class CompareIT extends BrowserTest {

    private static final List<String> MODES = List.of("inline", "volatile", "durable");

    @BeforeEach
    void begin() {
        user.visit("/compare", "Compare");
        user.pick("count", "5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mail", "photo", "charge"})
    void each_request_has_a_dot_and_a_row_of_the_download_and_inline_is_slowest(String work) throws IOException {
        Path downloads = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "downloads");
        chromium.saveDownloadsIn(downloads);
        user.pick("work", work);

        user.press("Send the requests");
        user.see("[data-message]", "Done.");

        for (String mode : MODES) {
            user.seeExactly(5, "[data-mode=" + mode + "] [data-dots] circle");
            user.see("[data-work=" + mode + "] [data-complete]", "5 of 5");
        }
        assertThat(median("inline")).isGreaterThan(500).isGreaterThan(median("durable"));
        if (work.equals("mail")) {
            screenshots.take("compare");
        }

        user.press("Download as CSV");
        Path table = downloads.resolve("darkroom-compare.csv");
        Awaitility.await().until(() -> Files.exists(table));
        assertThat(Files.readAllLines(table))
                .hasSize(1 + 3 * 5)
                .startsWith("work,mode,n,request_ms,finished_ms,outcome")
                .filteredOn(line -> line.endsWith(",complete"))
                .hasSize(15);
    }

    @Test
    void volatile_work_is_lost_with_its_process_and_durable_work_is_not() {
        ApplicationProcess restarting = new ApplicationProcess("compare-restart")
                // Longer than the first clicks take on a slow machine: none is done when the process dies.
                .with("darkroom.simulate.smtp-delay", "4s")
                .with("darkroom.jobs.lease", "2s")
                .with("darkroom.jobs.heartbeat", "500ms");
        try (restarting) {
            restarting.start();
            user = new BrowserUser(chromium.driver(), restarting.url());
            user.visit("/compare", "Compare");
            user.pick("count", "5");
            chromium.driver()
                    .findElement(By.cssSelector("input[type=checkbox][name=restart]"))
                    .click();

            user.press("Send the requests");
            user.see("[data-message]", "Done.");

            try (Replacement replacement = Replacement.of(restarting)) {
                user.see("[data-work=durable] [data-complete]", "5 of 5");
                user.see("[data-work=volatile] [data-outcome]", "3 complete, 2 lost");
                screenshots.take("compare-restart");
            }
            chromium.expectLostConnections();
        }
    }

    private int median(String mode) {
        return Integer.parseInt(
                user.read("[data-mode=" + mode + "] [data-median]").replaceAll("\\D", ""));
    }
}
