package dev.darkroom.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.openqa.selenium.Keys;

/** The first page, as a new visitor sees it, with a slow mail server. {@link ProcessGoneIT} kills the process. */
@Isolated("It measures how long a visitor waits.")
class StageIT extends BrowserTest {

    private static final String TITLE = "Slow work, out of the request";

    /** Where everything stands that must not move. */
    private static final String PLACES =
            """
            [...document.querySelectorAll('h1, .axis, .stage-row h2, .stage-figure, .track, .never, .rack button')]
              .map(it => it.getBoundingClientRect()).map(it => [Math.round(it.left), Math.round(it.top)].join()).join(' ')""";

    /** Longer than the pause between two checks of the process. */
    private static final Duration WINDOW = Duration.ofMillis(2500);

    private static final String REQUESTS = "performance.getEntriesByType('resource').length";
    private static final String POLLS =
            """
            performance.getEntriesByType('resource').filter(it => ['/status', '/process'].includes(new URL(it.name).pathname)).length""";

    @Test
    void three_clicks_on_one_clock_move_nothing() {
        open();
        guess("volatile", Keys.END);
        guess("durable", Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
        user.see("[data-guesses]", "2 of 3");
        screenshots.take("stage-idle");
        String before = places();
        user.watchShifts();

        user.press("Run all three");
        user.see("h1", "Inline still waits");
        Instant begin = Instant.now();
        int polls = user.count(POLLS);
        user.see(3, ".stage-row .state", "complete");

        int more = user.count(POLLS) - polls;
        double seconds = Duration.between(begin, Instant.now()).toMillis() / 1000.0;
        // Two kinds of polls, one a second each, may begin and end the time.
        assertThat((double) more).as("polls in %.1f s", seconds).isLessThanOrEqualTo(2 * (1 + seconds));
        assertThat(places()).isEqualTo(before);
        assertThat(waited("inline") - waited("durable")).isGreaterThan(1000);
        user.see("[data-stage-row=durable] [data-sentence]", "You had guessed 2.2 s.");
        user.see("h1", "Only one of you waited");
        assertThat(user.shifts()).as("layout shifts").isEmpty();
        screenshots.assertInside(".narrator", ".stage-row", ".stage-state", ".stage-note", ".kill", ".rack button");
        screenshots.assertNoSmallText();
        assertThat(user.count("document.documentElement.scrollHeight - innerHeight"))
                .isZero();
        screenshots.picture("stage-all-done", true);

        user.visit("/", TITLE);
        user.see(3, ".stage-row .state", "complete");
        user.press("Start over");
        user.see("[data-predict]", "Predict, then press.");
    }

    @Test
    void an_idle_stage_asks_once_a_second_at_most_and_a_hidden_one_not_at_all() {
        open();
        assertThat(user.growth(WINDOW, REQUESTS))
                .as("requests of an idle stage")
                .isLessThanOrEqualTo(2);

        chromium.driver().manage().window().minimize();
        assertThat(user.evaluate("document.visibilityState")).isEqualTo("hidden");
        assertThat(user.growth(WINDOW, REQUESTS))
                .as("requests of a hidden stage")
                .isZero();
    }

    @Test
    void each_click_counts_from_its_own_start_and_its_maker_opens_every_job() {
        open();
        user.press("Sign someone up · durable");
        user.see("[data-stage-row=durable] .state", "complete");
        pauseAt("before-effect");
        user.press("Sign someone up · durable");
        user.see("[data-stage-row=durable] .state", "sending");
        screenshots.picture("stage-durable-running", false);
        resume();

        user.follow("See the job", "Job");
    }

    @Test
    void with_the_mail_server_broken_only_durable_tries_again() {
        open();
        user.press("Break the mail server");
        user.see(".stage-process", "1 fault is armed");
        user.press("Run all three");
        user.see("[data-stage-row=inline] .state", "failed");
        user.see("[data-stage-row=volatile] .state", "failed");
        user.see("[data-stage-row=durable] .state", "retrying");
        screenshots.picture("stage-mail-broken", false);
        user.see("h1", "Only durable tries again");

        user.press("Repair the mail server");
        user.see("[data-stage-row=durable] .state", "complete");
        user.see("h1", "Nobody signed up again");
        chromium.expectErrors("502");
    }

    /** Waits for the page's script. */
    private void open() {
        user.visit("/", TITLE);
        user.see("[data-predict]", "Predict, then press.");
    }

    private void guess(String mode, Keys... keys) {
        user.focus("[data-stage-row=" + mode + "] [data-guess]");
        List.of(keys).forEach(user::pressKey);
    }

    private String places() {
        return user.evaluate(PLACES);
    }

    private int waited(String mode) {
        return Integer.parseInt(
                user.read("[data-stage-row=" + mode + "] [data-figure]").replaceAll("\\D", ""));
    }
}
