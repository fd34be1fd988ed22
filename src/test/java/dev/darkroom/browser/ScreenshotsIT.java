package dev.darkroom.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** Each page in each of its states. Work is paused while a page in progress is photographed. */
@Order(1)
class ScreenshotsIT extends BrowserTest {

    /** Makes the pause before a retry long enough for a screenshot. */
    private static final String RETRY_LATER =
            """
            CREATE OR REPLACE FUNCTION retry_later() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              NEW.run_at := clock_timestamp() + interval '20 seconds';
              RETURN NEW;
            END $$;
            CREATE TRIGGER retry_later BEFORE UPDATE ON job FOR EACH ROW
            WHEN (OLD.state = 'RUNNING' AND NEW.state = 'QUEUED') EXECUTE FUNCTION retry_later();
            """;

    @Test
    void a_new_user_is_in_the_gallery_at_once_and_finds_the_mail_in_the_inbox() {
        pauseAt("before-effect");
        user.signUp("Ada Lovelace", "ada" + System.nanoTime() % 100_000 + "@example.org");
        user.see(".empty", "Nothing hangs here yet.");
        user.see("[data-card] .state", "sending");
        resume();
        user.visit("/me/status", "The welcome mail");
        user.see(".state", "complete");
        screenshots.take("status");
        user.follow("Inbox", "Inbox");
        user.see(".mail", "welcome-");
        sql("INSERT INTO lab_fault (name, value) VALUES ('mail', 'reply-lost')");
        user.press("Send the welcome mail again · durable");
        user.see(2, ".mail[data-arrived]", "");
        sql("DELETE FROM lab_fault");
        user.see(".mail-repeats", "Same Message-ID, sent");
        user.press("Send the welcome mail again · durable");
        user.see(".mail .state", "on its way");
        screenshots.take("inbox");
        screenshots.assertInside(".mail", ".sent .axis", ".sent .strip", ".copies", ".letter-text", ".rack .primary");
    }

    @Test
    void a_sign_up_form_shows_each_problem_beside_its_field() {
        user.visit("/signup", "Sign up");
        user.type("Your name", "  ");
        user.type("Email", "ada..lovelace@example.org");
        user.type("Password", "ü".repeat(40) + Keys.ENTER);
        user.see("#name-problem", "");
        screenshots.take("signup-errors");
        assertLogged("/signup", 400);
        user.follow("Sign in", "Sign in");
        screenshots.take("login");
    }

    @Test
    void three_samples_are_processed_without_a_reload() {
        user.signUp("Grace Hopper");
        pauseAt("before-rename");
        user.press("Develop three samples");
        user.see(3, ".photo", "");
        user.markThePage();
        user.see(".photo .state", "developing");
        screenshots.take("photos-resizing");
        resume();
        user.see(3, ".photo .state", "complete");
        user.seePictures(3);
        assertThat(user.isOnTheMarkedPage()).as("no reload was needed").isTrue();
    }

    @Test
    void a_user_waits_for_inline_work_and_sees_how_long() {
        user.signUp("Edwin Land");
        user.press("inline");
        user.see("[aria-pressed=true]", "inline");
        // The driver blocks while a response is pending: the form is not sent.
        chromium.driver().executeScript("addEventListener('submit', event => event.preventDefault(), { once: true })");
        user.press("Develop three samples");
        user.see("button[disabled]", "Developing while you wait");
        screenshots.take("inline-waiting");
        user.visit("/photos", "Photos");
        user.press("Develop three samples");
        user.see(3, ".photo .state", "complete");
        user.seePictures(3);
        // The comma: more than a thousand milliseconds.
        user.see(".print-about [data-text=waited]", ",");
        screenshots.take("inline-complete");
    }

    @Test
    void a_payment_completes_without_a_reload() {
        user.signUp("Mary Shelley");
        user.follow("Billing", "Billing");
        screenshots.take("billing-empty");
        user.press("Pay 13.13 EUR");
        user.arriveAt("Payment of");
        user.see(".state", "failed");
        user.press("Pay again");
        user.arriveAt("Billing");
        pauseAt("before-effect");
        user.type("Amount in EUR", "10.00");
        user.press("Pay 10.00 EUR");
        user.arriveAt("Payment of");
        user.markThePage();
        user.see(".state", "charging");
        user.see(".verdict", "No answer from the gateway yet");
        screenshots.take("charge-running");
        resume();
        user.see(".state", "complete");
        user.see(".verdict", "Both agree: charged once.");
        assertThat(user.isOnTheMarkedPage()).as("no reload was needed").isTrue();
        user.press("Run this charge’s job 100 times");
        user.see(".repeat-text", "100 runs, 100 requests to the gateway, one line in its ledger");
        screenshots.take("charge-repeated");
        user.follow("All payments", "Billing");
        user.see(".repeat-text", "100 requests to the gateway");
        screenshots.take("billing");
        screenshots.assertInside(
                ".pay", ".counts", ".counts-row button", ".fall", ".repeat-text", ".ledger tr", ".tests button");
    }

    @Test
    void a_charge_without_the_gateways_key_is_made_twice_and_the_page_says_so() {
        user.signUp("Eadweard Muybridge");
        user.follow("Lab", "Lab");
        user.press("Payments without the idempotency key");
        user.see(".lab-toggle[data-armed]", "No payment attempt id");
        user.follow("Billing", "Billing");
        user.press("Pay 7.07 EUR");
        user.arriveAt("Payment of");
        user.see(".verdict", "Charged twice: 14.14 EUR for one payment");
        screenshots.take("charge-doubled");
        user.press("Repair");
        user.seeNo(".notice-line");
    }

    @Test
    void a_lost_reply_is_an_unknown_outcome_until_the_gateway_is_asked_again() {
        user.signUp("Charles Babbage");
        user.follow("Billing", "Billing");
        user.press("Pay 13.13 EUR");
        user.arriveAt("Payment of");
        user.see("button", "Pay again");
        screenshots.take("charge-declined");
        user.follow("All payments", "Billing");
        sql(RETRY_LATER);
        user.press("Pay 7.07 EUR");
        user.arriveAt("Payment of");
        user.see(".unknown", "outcome unknown");
        user.see(".verdict", "The gateway has charged. Our record will follow.");
        screenshots.take("charge-unknown");
        user.follow("All payments", "Billing");
        screenshots.take("billing-unknown");
        sql("DROP TRIGGER retry_later ON job; UPDATE job SET run_at = clock_timestamp() WHERE state = 'QUEUED'");
        user.see(".ledger .state", "complete");
        user.follow("7.07 EUR", "Payment of");
        user.see(".verdict", "charged once");
        screenshots.take("charge-reply-lost");
    }

    @Test
    void a_job_is_on_the_board_and_its_page_shows_its_steps() {
        user.signUp("Hubert Blaine Wolfeschlegelsteinhausenbergerdorff the Eldest");
        user.follow("Billing", "Billing");
        user.press("Pay 13.13 EUR");
        user.arriveAt("Payment of");
        user.see(".state", "failed");
        user.follow("Photos", "Photos");
        pauseAt("before-rename");
        user.press("Develop three samples");
        user.see(3, ".photo", "");
        user.visit("/jobs?state=all", "Jobs");
        user.see(".state", "running");
        screenshots.take("jobs");
        resume();
        user.follow("resize-photo", "Job resize-photo");
        user.see(".job-line", "complete");
        screenshots.take("job");
    }

    @Test
    void a_missing_page_and_a_rejected_upload_are_explained() throws IOException {
        user.signUp("Nicéphore Niépce");
        user.visit("/nowhere", "");
        user.see(".problem-status", "404");
        screenshots.take("error-404");
        screenshots.assertInside("h1", ".stage-figure", ".stage-row .never", ".stage-sentence", ".stage-actions a");
        assertLogged("/nowhere", 404);
        user.follow("Go to the stage", "Slow work");
        user.visit("/photos", "Photos");
        user.choose("Choose files", notAPicture());
        user.see(".photo .problem", "not a JPEG");
        screenshots.take("upload-refused");
        assertLogged("/photos", 415);
    }

    /** The browser logs an error status in its console. */
    private void assertLogged(String path, int status) {
        assertThat(chromium.errors())
                .singleElement()
                .asString()
                .contains(darkroom.url() + path)
                .contains("status of " + status);
    }

    private static Path notAPicture() throws IOException {
        return Files.writeString(Files.createTempDirectory("photos").resolve("holiday.jpg"), "This is no picture.");
    }
}
