package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.WindowType;

/** The board of jobs, open while others work, or nobody does. */
class BoardIT extends BrowserTest {

    private static final String LOOKS =
            "performance.getEntriesByType('resource').filter(it => it.name == location.href).length";

    BoardIT() {
        super(new ApplicationProcess("board")
                .with("darkroom.jobs.max-attempts", "1")
                .with("darkroom.jobs.backoff-base", "200ms"));
    }

    @Test
    void the_board_looks_again_by_itself_but_not_in_a_hidden_tab() {
        person.signsUp("Vivian Maier", "vivian@example.org");
        person.follows("Jobs", "Jobs");
        person.countsAtLeast(1, LOOKS);
        int before = person.counts(LOOKS);

        String hidden = person.opens(WindowType.TAB, "/jobs", "Jobs");
        // In the time of three looks here, the other one would have made three too.
        person.countsAtLeast(3, LOOKS);
        person.turnsTo(hidden);

        assertThat(person.counts(LOOKS) - before).as("looks of a hidden tab").isLessThanOrEqualTo(1);
        person.countsAtLeast(before + 2, LOOKS);
    }

    @Test
    void a_board_on_pause_stands_still_until_it_is_told_to_go_on() {
        person.signsUp("Helen Levitt", "helen@example.org");
        person.follows("Jobs", "Jobs");
        person.presses("Pause this page");
        person.sees("[data-live-says]", "paused");
        int before = person.counts(LOOKS);

        String paused = person.opens(WindowType.WINDOW, "/jobs", "Jobs");
        person.countsAtLeast(3, LOOKS);
        person.turnsTo(paused);

        assertThat(person.counts(LOOKS)).as("looks on pause").isEqualTo(before);
        person.presses("Go on");
        person.countsAtLeast(before + 1, LOOKS);
    }

    @Test
    void a_retry_that_comes_too_late_is_explained_where_it_was_pressed() {
        person.visits("/lab", "Lab");
        person.presses("Stop the mail server");
        person.sees(".notice-line", "the mail server is down");
        person.signsUp("Gordon Parks", "gordon@example.org");
        person.follows("Jobs", "Jobs");
        person.sees(".jobs .state", "failed");
        person.follows("send-welcome-mail", "Job send-welcome-mail");
        person.presses("Pause this page");
        new Screenshots(chromium.driver()).shoot("job-dead");
        person.presses("Repair");
        person.seesNo(".notice-line");

        String late = person.opens(WindowType.TAB, person.path(), "Job send-welcome-mail");
        person.presses("Retry this job");
        person.sees(".state", "complete");
        person.turnsTo(late);
        person.presses("Retry this job");

        person.sees(".problem", "Not retried");
        new Screenshots(chromium.driver()).shoot("job-conflict");
        chromium.forgives("status of 409");
    }

    @Test
    void where_nobody_works_the_board_is_red_until_somebody_does() {
        ApplicationProcess web = new ApplicationProcess("board-web").with("darkroom.role", "web");
        try (web) {
            web.start();
            person = new BrowserUser(chromium.driver(), web.url());
            person.signsUp("Dora Maar", "dora@example.org");
            person.follows("Jobs", "Jobs");
            person.sees(".workers-none", "Nobody");
            person.sees(".notice-line", "No worker is running");
            person.sees(".jobs .state", "queued");
            new Screenshots(chromium.driver()).shoot("jobs-nobody");

            try (ApplicationProcess worker = web.worker("board-worker").start()) {
                person.sees(".workers-list", "worker");
                person.sees(".jobs .state", "complete");
                person.seesNo(".notice-line");
            }
            // An open page would ask for the pulse of a process that is ending.
            chromium.driver().get("about:blank");
        }
    }
}
