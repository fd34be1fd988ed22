package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The first page as a stranger meets it, with the slow mail server that it has by default. */
class StageIT extends BrowserTest {

    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    private final Report figures = new Report("stage.md", "from opening the page to", "ms");

    StageIT() {
        super(new ApplicationProcess("stage").with("darkroom.simulate.smtp-delay", "2s"));
    }

    @Test
    void within_ten_seconds_a_stranger_has_clicked_in_two_modes_and_seen_the_difference() {
        Instant opened = Instant.now();
        person.visits("/", "The slow part of every click");

        person.presses("Sign someone up durable");
        int durable = waited("durable");
        figures.add("the first durable figure", since(opened).toMillis());
        person.pressesKey("1");
        person.presses("Sign someone up inline");
        person.sees(row("inline") + " .state", "complete");
        int inline = waited("inline");
        figures.add("the inline figure beside it", since(opened).toMillis());

        assertThat(inline - durable).isGreaterThan(1000);
        person.sees(row("durable") + " .state", "complete");
        person.sees(row("durable") + " [data-timeline]", "handed over");
        assertThat(since(opened)).isLessThan(TEN_SECONDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"inline", "volatile", "durable"})
    void in_each_mode_the_first_result_is_there_within_ten_seconds(String mode) {
        Instant opened = Instant.now();
        person.visits("/", "The slow part of every click");

        person.presses(mode);
        person.sees("[aria-pressed=true]", mode);
        person.presses("Sign someone up " + mode);
        waited(mode);

        assertThat(since(opened)).isLessThan(TEN_SECONDS);
        figures.add("the first result, in " + mode, since(opened).toMillis());
    }

    @Test
    void the_last_click_of_each_mode_stays_and_a_reset_takes_less_than_two_seconds() {
        person.visits("/", "The slow part of every click");
        for (String mode : new String[] {"inline", "volatile", "durable"}) {
            person.presses(mode);
            person.presses("Sign someone up " + mode);
            person.sees(row(mode) + " .state", "complete");
        }
        new Screenshots(chromium.driver()).shoot("stage");
        person.visits("/", "The slow part of every click");
        person.sees(3, ".stage-row .state", "complete");

        Instant pressed = Instant.now();
        person.presses("Reset the stage");
        person.sees(3, ".stage-row .state", "not clicked yet");

        assertThat(since(pressed)).isLessThan(Duration.ofSeconds(2));
        figures.add("an empty stage, from pressing reset", since(pressed).toMillis());
        new Screenshots(chromium.driver()).shoot("stage-empty");
    }

    @Test
    void volatile_work_is_lost_with_its_process_and_durable_work_is_not() {
        person.visits("/", "The slow part of every click");
        person.presses("Sign someone up durable");
        person.sees(row("durable") + " .state", "sending");
        person.pressesKey("2");
        person.presses("Sign someone up volatile");
        person.sees(row("volatile") + " .state", "sending");

        darkroom.kill();
        person.sees(".notice-line", "is gone");
        darkroom.start();

        person.sees(row("volatile") + " .state", "lost");
        new Screenshots(chromium.driver()).shoot("stage-lost");
        person.sees(row("durable") + " .state", "complete");
        person.sees(row("durable") + " [data-timeline]", "rescued");
        chromium.forgives("ERR_CONNECTION_REFUSED");
    }

    private int waited(String mode) {
        person.sees(row(mode) + " [data-job]", "job");
        return Integer.parseInt(person.reads(row(mode) + " [data-text=request]").replaceAll("\\D", ""));
    }

    private static String row(String mode) {
        return "[data-stage-row=" + mode + "]";
    }

    private static Duration since(Instant moment) {
        return Duration.between(moment, Instant.now());
    }
}
