package dev.darkroom.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.processes.ApplicationProcess;
import dev.darkroom.testing.ApiVisitor;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WindowType;

/** The board of jobs, while workers are busy and while there is none. */
@Order(3)
class BoardIT extends BrowserTest {

    private static final String REFRESHES =
            "performance.getEntriesByType('resource').filter(it => it.name == location.href).length";

    @Test
    void the_board_refreshes_itself_but_not_in_a_hidden_tab() {
        user.signUp("Vivian Maier");
        user.follow("Jobs", "Jobs");
        user.countAtLeast(1, REFRESHES);
        int before = user.count(REFRESHES);

        String hidden = user.open(WindowType.TAB, "/jobs", "Jobs");
        // A visible tab would have refreshed three times as well.
        user.countAtLeast(3, REFRESHES);
        user.switchTo(hidden);

        assertThat(user.count(REFRESHES) - before)
                .as("refreshes of a hidden tab")
                .isLessThanOrEqualTo(1);
        user.countAtLeast(before + 2, REFRESHES);
    }

    @Test
    void a_paused_board_does_not_refresh_until_it_is_resumed() {
        user.signUp("Helen Levitt");
        user.follow("Jobs", "Jobs");
        user.pressLabelled("live: pause this page");
        user.see(".live", "paused");
        int before = user.count(REFRESHES);

        String paused = user.open(WindowType.WINDOW, "/jobs", "Jobs");
        user.countAtLeast(3, REFRESHES);
        user.switchTo(paused);

        assertThat(user.count(REFRESHES)).as("refreshes while paused").isEqualTo(before);
        user.pressLabelled("paused: resume this page");
        user.countAtLeast(before + 1, REFRESHES);
    }

    @Test
    void a_selection_made_with_the_keyboard_survives_refreshes_and_each_job_is_answered_for() {
        user.signUp("Imogen Cunningham");
        user.visit("/jobs", "Jobs");
        user.pressLabelled("Pause images");
        user.see(".lane", "paused by you");
        user.visit("/photos", "Photos");
        user.press("Develop three samples");
        user.see(3, ".photo .state", "queued");
        user.visit("/jobs?state=queued", "Jobs");
        user.tabTo("Select all jobs of this page");
        user.pressKey(Keys.SPACE);
        user.see("[data-bulk-count]", "3 jobs selected");

        user.countAtLeast(2, REFRESHES);

        user.see("[data-bulk-count]", "3 jobs selected");
        assertThat(user.focus()).isEqualTo("Select all jobs of this page");
        user.see("[data-bulk-reason]", "only failed jobs can be retried");
        user.press("Cancel 3");
        user.see(".board-notice", "3 jobs were cancelled.");
        user.see("#jobs", "No matching jobs.");
        photographAsOperator();
        user.pressLabelled("Resume images");
        user.seeNo(".lane[data-paused]");
    }

    /** The cancelled jobs as failed ones, two of them selected. */
    private void photographAsOperator() {
        sql("UPDATE job SET state = 'DEAD', attempt = 2, retryable = true, last_error = 'No space left on device.'"
                + " WHERE state = 'CANCELLED'");
        sql("INSERT INTO job_event (job_id, at, round, attempt, step, process) SELECT id, created_at + one.later, 1,"
                + " one.attempt, one.step, 'process 8233' FROM job, (VALUES (interval '1 s', 1, 'CLAIMED'),"
                + " (interval '3 s', 1, 'FAILED'), (interval '5 s', 2, 'CLAIMED'), (interval '7 s', 2, 'DEAD'))"
                + " AS one (later, attempt, step) WHERE state = 'DEAD'");
        chromium.empty();
        user.signIn(ApiVisitor.OPERATOR);
        user.visit("/jobs?state=attention", "Jobs");
        for (int row = 1; row <= 2; row++) {
            user.focus("#jobs tbody tr:nth-child(" + row + ") input");
            user.pressKey(Keys.SPACE);
        }
        user.see("[data-bulk-count]", "2 jobs selected");
        screenshots.take("board");
        // Below these may stand failed jobs of other classes, which share the process.
        screenshots.assertInside(".lane", ".chips a", ".find input", "#jobs tbody tr:nth-child(-n+3)", ".rack button");
        assertThat(user.count(
                        "(it => Math.max(...it) - Math.min(...it))([...document.querySelectorAll('.chips a, .find-more > *')]"
                                + ".filter(it => it.checkVisibility()).map(it => it.getBoundingClientRect().top))"))
                .as("the filters stand in one row")
                .isLessThan(10);
        screenshots.phone("board-phone");
    }

    @Test
    void without_a_worker_the_board_is_red_until_one_starts() {
        ApplicationProcess web = new ApplicationProcess("board-web").with("darkroom.role", "web");
        try (web) {
            web.start();
            user = new BrowserUser(chromium.driver(), web.url());
            user.signUp("Dora Maar");
            user.follow("Jobs", "Jobs");
            user.see(".board-no-worker", "No worker is running");
            user.see(".notice-line", "No worker is running");
            user.see(".jobs .state", "queued");
            screenshots.take("jobs-without-worker");

            try (ApplicationProcess worker = web.worker("board-worker").start()) {
                user.see("#processes", "beat");
                user.see(".jobs .state", "complete");
                user.seeNo(".notice-line");
            }
            // An open page would poll a process that is stopping.
            chromium.driver().get("about:blank");
        }
    }
}
