package dev.darkroom.processes;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The tour, with every button pressed by a stranger. */
class TourIT extends BrowserTest {

    TourIT() {
        super(new ApplicationProcess("tour")
                .with("darkroom.simulate.smtp-delay", "800ms")
                .with("darkroom.jobs.backoff-base", "1s"));
    }

    @BeforeEach
    void begin() {
        person.visits("/tour", "The tour");
    }

    @Test
    void each_stop_that_kills_nobody_shows_what_it_claims() {
        person.presses("Sign someone up inline, then durable");
        person.sees(3, ".tour-step .state", "complete");
        person.sees(".tour-step .state", "failed");
        chromium.forgives("status of 502");
        person.presses("Pay once, delivered a hundred times");
        person.sees(".tour-figures div:nth-child(1)", "100");
        person.sees(".tour-figures div:nth-child(2)", "1");
        person.sees(".tour-figures div:nth-child(3)", "1");
        person.presses("Press pay twice");
        person.sees(".tour-steps li", "The second press names the same charge");
        person.presses("Develop a photo, and ask for its status");
        person.sees(".tour-news", "running → done");
        person.unfolds(".tour-answer");
        person.sees(".tour-steps pre", "\"status\": \"complete\"");
        person.presses("Sign someone up durable, and see the job");
        person.sees(".tour-steps pre", "\"state\": \"COMPLETE\"");
        person.presses("Sign someone up, the mail server's answers lost");
        person.sees(".tour-figures div:nth-child(2)", "different Message-IDs");
        person.seesNo(".notice-line");
        new Screenshots(chromium.driver()).shoot("tour");
    }

    @Test
    void the_source_opens_over_the_page_and_closes_by_keyboard() {
        person.presses("See them in their class", "a");
        person.sees(".source-dialog [data-lit]", "singleTry.run");
        new Screenshots(chromium.driver()).shoot("source-dialog");
        person.pressesKey(Keys.ESCAPE.toString());
        person.seesNo(".source-dialog");
    }
}
