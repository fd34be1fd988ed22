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
    private static final String HEAD = "work,mode,n,sent_ms,request_ms,finished_ms,attempts,outcome";

    /** Statuses arrive late, so that clicks are answered while others are asked for. */
    private static final String LATE_STATUSES =
            """
            const send = fetch;
            fetch = async (url, options) => {
              const response = await send(url, options);
              if (String(url).startsWith('/status')) await new Promise(done => setTimeout(done, 2000));
              return response;
            };
            """;

    private Path downloads;

    @BeforeEach
    void begin() throws IOException {
        downloads = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "downloads");
        chromium.saveDownloadsIn(downloads);
        user.visit("/compare", "Compare");
        user.pick("count", "5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"photo", "charge"})
    void inline_is_slowest_and_the_page_shows_the_figures_of_its_download(String work) throws IOException {
        user.pick("work", work);
        chromium.driver().executeScript(LATE_STATUSES);

        user.press("Make 15 clicks");
        user.see("[data-headline]", "Inline waits");

        List<String[]> rows = download();
        assertThat(rows).hasSize(3 * 5).allMatch(row -> row[0].equals(work) && row[7].equals("complete"));
        for (String mode : MODES) {
            user.seeExactly(5, "[data-mode=" + mode + "] [data-clicks] > g");
            assertFigures(mode, rows);
        }
        assertThat(shownMedian("inline")).isGreaterThan(500).isGreaterThan(shownMedian("durable"));
        if (work.equals("charge")) {
            screenshots.take("compare-charges");
            screenshots.assertInside(
                    "h1", ".compare-form button", "[data-clicks]", ".compare-never", ".compare-legend");
            screenshots.assertNoSmallText();
        }
    }

    @Test
    void volatile_work_is_lost_with_its_process_and_durable_work_is_not() throws IOException {
        ApplicationProcess restarting = new ApplicationProcess("compare-restart")
                // Longer than the first clicks take on a slow machine: none is done when the process dies.
                .with("darkroom.simulate.smtp-delay", "3s")
                .with("darkroom.jobs.lease", "2s")
                .with("darkroom.jobs.heartbeat", "500ms");
        try (restarting) {
            restarting.start();
            user = new BrowserUser(chromium.driver(), restarting.url());
            user.visit("/compare", "Compare");
            user.pick("count", "5");
            chromium.driver().findElement(By.name("kill")).click();

            user.press("Make 15 clicks");
            user.see(".outage", "No process answers.");
            user.seeNo(".outage");
            assertThat(user.count("document.querySelectorAll('.notice-line').length"))
                    .as("notices, which would move the page")
                    .isZero();
            user.see("[data-headline]", "Killed in the middle: durable finished 5 of 5.");

            try (Replacement replacement = Replacement.of(restarting)) {
                user.see("[data-sentence]", "In memory lost 2 mails.");
                user.see("[data-mode=volatile] [data-never]", "lost");
                user.see("[data-mode=durable] [data-complete]", "5 of 5 complete, 2 of them in a second run");
                List<String[]> rows = download();
                MODES.forEach(mode -> assertFigures(mode, rows));
                screenshots.take("compare");
            }
            chromium.expectLostConnections();
        }
    }

    private List<String[]> download() throws IOException {
        user.press("CSV");
        Path table = downloads.resolve("darkroom-compare.csv");
        Awaitility.await().until(() -> Files.exists(table));
        List<String> lines = Files.readAllLines(table);
        assertThat(lines).startsWith(HEAD);
        return lines.stream().skip(1).map(line -> line.split(",")).toList();
    }

    /** Asserts that the page's figures of a mode are those of the downloaded rows. */
    private void assertFigures(String mode, List<String[]> rows) {
        List<String[]> own = rows.stream().filter(row -> row[1].equals(mode)).toList();
        List<Integer> waits = own.stream()
                .filter(row -> !row[7].equals("no answer"))
                .map(row -> Integer.valueOf(row[4]))
                .sorted()
                .toList();
        long complete = own.stream().filter(row -> row[7].equals("complete")).count();
        assertThat(shownMedian(mode)).as(mode).isEqualTo(waits.get((waits.size() - 1) / 2));
        assertThat(user.read("[data-mode=" + mode + "] [data-complete]")).startsWith(complete + " of 5 complete");
        assertThat(user.read("[data-mode=" + mode + "] [data-never] b")).isEqualTo(Long.toString(5 - complete));
    }

    private int shownMedian(String mode) {
        return Integer.parseInt(
                user.read("[data-mode=" + mode + "] [data-median]").replaceAll("\\D", ""));
    }
}
