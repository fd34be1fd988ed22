package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same journeys in a browser that runs no script. */
class NoScriptIT extends BrowserTest {

    NoScriptIT() {
        super(new ApplicationProcess("no-script")
                .with("darkroom.jobs.max-attempts", "2")
                .with("darkroom.jobs.backoff-base", "200ms"));
    }

    @BeforeEach
    void begin() {
        chromium.runsScripts(false);
    }

    @Test
    void a_stranger_clicks_in_each_mode_and_the_page_renews_itself_until_all_is_done() {
        person.visits("/", "The slow part of every click");
        for (String mode : List.of("durable", "inline", "volatile")) {
            person.presses(mode);
            person.sees("[aria-pressed=true]", mode);
            person.presses("Sign someone up " + mode);
            person.sees("[data-stage-row=" + mode + "] .state", "complete");
        }
        person.sees(3, ".stage-row .state", "complete");
        person.sees("[data-stage-row=durable] [data-timeline]", "handed over");
        photograph("stage-without-script");
    }

    @Test
    void a_photo_is_developed_looked_at_and_deleted() {
        person.signsUp("Ada Lovelace", "ada@example.org");
        person.presses("Develop three samples");
        person.sees(".reload", "Reload");
        person.reloadsUntil(3, ".photo .state", "complete");
        person.seesExactly(3, ".photo img");
        person.presses("Delete");
        person.seesExactly(2, ".photo");
    }

    @Test
    void a_payment_is_made_and_its_job_is_read_down_to_the_source() {
        person.signsUp("Mary Shelley", "mary@example.org");
        person.follows("Billing", "Billing");
        person.presses("Pay 5.03 EUR");
        person.arrivesAt("Payment of");
        person.reloadsUntil(1, ".state", "complete");
        person.follows("See the job", "Job make-charge");
        person.sees(".attempt", "recovered");
        person.follows("Relay.mark", "jobs/Relay");
        person.sees("[data-lit]", "HANDED_OVER");
        assertThat(person.counts("Math.round(document.querySelector('#lit').getBoundingClientRect().top)"))
                .as("where the first line that is meant stands")
                .isBetween(1, 300);
        photograph("source");
    }

    @Test
    void what_is_broken_in_the_lab_is_made_right_again_and_a_dead_mail_is_tried_again() {
        person.visits("/lab", "Lab");
        person.presses("Stop the mail server");
        person.sees(".notice-line", "the mail server is down");
        person.signsUp("Julia Margaret Cameron", "julia@example.org");
        person.follows("Jobs", "Jobs");
        person.reloadsUntil(1, ".jobs .state", "failed");
        person.follows("send-welcome-mail", "Job send-welcome-mail");
        person.presses("Repair");
        person.seesNo(".notice-line");
        person.presses("Retry this job");
        person.reloadsUntil(1, ".state", "complete");
        person.sees(".timeline-row", "retried");
    }

    @Test
    void a_payment_that_nobody_knows_the_outcome_of_is_voided() {
        person.visits("/lab", "Lab");
        person.presses("Have the company answer 503");
        person.sees(".notice-line", "answers 503");
        person.signsUp("Berenice Abbott", "berenice@example.org");
        person.follows("Billing", "Billing");
        person.presses("Pay");
        person.arrivesAt("Payment of");
        person.reloadsUntil(1, ".unknown", "outcome unknown");
        person.presses("Void this payment");
        person.sees(".state", "failed");
        person.sees(".theirs", "voided");
        person.presses("Repair");
        person.seesNo(".notice-line");
    }

    @Test
    void compare_and_the_tour_say_what_to_do_instead() {
        person.visits("/compare", "Compare");
        person.sees("noscript .problem", "runs none");
        person.visits("/tour", "The tour");
        person.sees(9, ".tour-trial noscript", "by hand");
        person.sees(9, ".tour > h2");
    }

    /** What looks for faults in the page is a script itself. */
    private void photograph(String page) {
        chromium.runsScripts(true);
        new Screenshots(chromium.driver()).shoot(page);
    }
}
