package dev.darkroom.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The journeys in a browser without scripts. */
class NoScriptIT extends BrowserTest {

    @BeforeEach
    void begin() {
        chromium.enableScripts(false);
    }

    @Test
    void a_visitor_runs_all_three_modes_and_the_page_reloads_itself_until_all_is_done() {
        user.visit("/", "Slow work, out of the request");
        user.press("Sign someone up · durable");
        user.see("[data-stage-row=durable] .state", "complete");
        user.press("Run all three");
        user.see(3, ".stage-row .state", "complete");
        photograph("stage-without-script");
    }

    @Test
    void a_photo_is_processed_and_deleted() {
        user.signUp("Ada Lovelace");
        user.press("Develop three samples");
        user.reloadUntil(3, ".photo .state", "complete");
        user.seeExactly(3, ".photo img");
        user.press("Delete");
        user.seeExactly(2, "[data-gallery] > .photo");
    }

    @Test
    void a_video_is_cancelled_in_the_middle_and_another_is_complete() {
        // The frames of a video go when it is complete.
        chromium.expectErrors("/frames/");
        user.signUp("Louis Le Prince");
        user.follow("Videos", "Videos");
        user.press("Transcode the sample");
        user.reloadUntil(2, ".frame[data-done] img", "");
        user.press("Cancel");
        user.see(".video .state", "cancelled");
        user.press("Transcode the sample");
        user.reloadUntil(1, ".video .state", "complete");
        user.seeExactly(1, ".video video[controls]");
        user.press("Delete");
        user.seeExactly(1, ".videos > li");
    }

    @Test
    void a_payment_is_made_and_its_job_links_to_the_source() {
        user.signUp("Mary Shelley");
        user.follow("Billing", "Billing");
        user.press("Pay 5.03 EUR");
        user.arriveAt("Payment of");
        user.reloadUntil(1, ".state", "complete");
        user.follow("See the job", "Job make-charge");
        user.follow("pick", "jobs/JobTable");
        user.see("[data-highlighted]", "PICK");
        assertThat(user.count("Math.round(document.querySelector('#highlighted').getBoundingClientRect().top)"))
                .as("the distance of the first highlighted line from the top")
                .isBetween(1, 300);
        photograph("source");
    }

    @Test
    void a_fault_is_repaired_and_a_dead_mail_is_retried() {
        user.visit("/lab", "Lab");
        user.press("The mail server is down");
        user.see(".lab-toggle[data-armed]", "Mail server is down");
        user.signUp("Julia Margaret Cameron");
        user.follow("Jobs", "Jobs");
        user.reloadUntil(1, ".jobs .state", "failed");
        user.follow("send-welcome-mail", "Job send-welcome-mail");
        user.press("Repair");
        user.seeNo(".notice-line");
        user.press("Retry this job");
        user.reloadUntil(1, ".state", "complete");
        user.see(".job-line", "retried");
    }

    @Test
    void a_payment_of_unknown_outcome_is_voided() {
        user.visit("/lab", "Lab");
        user.press("The payment gateway answers 503");
        user.see(".lab-toggle[data-armed]", "Answers 503");
        user.signUp("Berenice Abbott");
        user.follow("Billing", "Billing");
        user.press("Pay");
        user.arriveAt("Payment of");
        user.reloadUntil(1, ".unknown", "outcome unknown");
        user.press("Void it");
        user.see(".state", "failed");
        user.see(".theirs", "Voided. Nothing was charged.");
        user.press("Repair");
        user.seeNo(".notice-line");
    }

    @Test
    void a_refused_form_says_what_was_not_done_and_where_to_go() {
        String email = "dorothea-" + System.nanoTime() + "@example.org";
        user.signUp("Dorothea Lange", email);
        chromium.empty();
        chromium.enableScripts(false);
        chromium.expectErrors("401", "404", "409");
        user.visit("/signup", "Sign up");
        user.type("Your name", "Dorothea Lange");
        user.type("Email", email);
        user.type("Password", "correct horse" + Keys.ENTER);
        user.see("h1", "Not signed up. This address has an account.");
        photograph("signup");
        screenshots.assertInside("h1", ".form .primary", ".way-out a", ".typical li");
        chromium.enableScripts(false);
        user.follow("Sign in with it", "Sign in");
        user.type("Email", email);
        user.type("Password", "wrong horse" + Keys.ENTER);
        user.see("h1", "Not signed in.");

        user.visit("/nowhere", "Not Found");
        user.see(".never", "no page");
        user.follow("Go to the stage", "Slow work, out of the request");
    }

    @Test
    void compare_and_the_tour_explain_what_to_do_instead() {
        user.visit("/compare", "Compare");
        user.see("noscript .problem", "needs JavaScript");
        user.visit("/tour/1", "Work inside the request");
        user.press("both");
        user.see("[data-answered] [data-right]", "inline");
        user.see(".tour-forms button", "Sign someone up");
        user.follow("Next stop", "Work in memory");
    }

    /** The accessibility check is a script. */
    private void photograph(String page) {
        chromium.enableScripts(true);
        screenshots.take(page);
    }
}
