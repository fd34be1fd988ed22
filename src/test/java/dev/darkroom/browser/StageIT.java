package dev.darkroom.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** The first page, as a new visitor sees it, with a slow mail server. */
@Isolated("It measures how long a visitor waits.")
class StageIT extends BrowserTest {

    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    @Test
    void a_visitor_sees_the_difference_between_the_modes_within_ten_seconds() {
        Instant opened = Instant.now();
        user.visit("/", "Slow work, out of the request");

        user.press("Sign someone up durable");
        int durable = waited("durable");
        user.pressKey("1");
        user.press("Sign someone up inline");
        user.see(row("inline") + " .state", "complete");
        int inline = waited("inline");

        user.pressKey("2");
        user.press("Sign someone up volatile");
        waited("volatile");

        assertThat(inline - durable).isGreaterThan(1000);
        user.see(row("durable") + " .state", "complete");
        user.see(row("durable") + " [data-timeline]", "claimed");
        assertThat(since(opened)).isLessThan(TEN_SECONDS);
    }

    @Test
    void the_last_click_of_each_mode_stays_and_a_reset_takes_less_than_two_seconds() {
        user.visit("/", "Slow work, out of the request");
        for (String mode : new String[] {"inline", "volatile", "durable"}) {
            user.press(mode);
            user.press("Sign someone up " + mode);
            user.see(row(mode) + " .state", "complete");
        }
        screenshots.take("stage");
        user.visit("/", "Slow work, out of the request");
        user.see(3, ".stage-row .state", "complete");

        Instant pressed = Instant.now();
        user.press("Reset the stage");
        user.see(3, ".stage-row .state", "not clicked yet");

        assertThat(since(pressed)).isLessThan(Duration.ofSeconds(2));
        screenshots.take("stage-empty");
    }

    private int waited(String mode) {
        user.see(row(mode) + " [data-job]", "job");
        return Integer.parseInt(user.read(row(mode) + " [data-text=request]").replaceAll("\\D", ""));
    }

    private static String row(String mode) {
        return "[data-stage-row=" + mode + "]";
    }

    private static Duration since(Instant moment) {
        return Duration.between(moment, Instant.now());
    }
}
