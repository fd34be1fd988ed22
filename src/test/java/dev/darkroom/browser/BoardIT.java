package dev.darkroom.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.processes.ApplicationProcess;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
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
        user.press("Pause this page");
        user.see("[data-live-mark]", "paused");
        int before = user.count(REFRESHES);

        String paused = user.open(WindowType.WINDOW, "/jobs", "Jobs");
        user.countAtLeast(3, REFRESHES);
        user.switchTo(paused);

        assertThat(user.count(REFRESHES)).as("refreshes while paused").isEqualTo(before);
        user.press("Resume this page");
        user.countAtLeast(before + 1, REFRESHES);
    }

    @Test
    void without_a_worker_the_board_is_red_until_one_starts() {
        ApplicationProcess web = new ApplicationProcess("board-web").with("darkroom.role", "web");
        try (web) {
            web.start();
            user = new BrowserUser(chromium.driver(), web.url());
            user.signUp("Dora Maar");
            user.follow("Jobs", "Jobs");
            user.see(".workers-none", "No worker is running");
            user.see(".notice-line", "No worker is running");
            user.see(".jobs .state", "queued");
            screenshots.take("jobs-without-worker");

            try (ApplicationProcess worker = web.worker("board-worker").start()) {
                user.see(".workers-list", "worker");
                user.see(".jobs .state", "complete");
                user.seeNo(".notice-line");
            }
            // An open page would poll a process that is stopping.
            chromium.driver().get("about:blank");
        }
    }
}
