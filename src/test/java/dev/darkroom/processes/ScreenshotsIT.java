package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a person meets in a browser, page by page, and pictures of it in {@code target/screenshots}. */
class ScreenshotsIT extends BrowserTest {

    /** A pause by chance may be over before its page is seen: here each one is as long as a picture needs. */
    private static final String RETRY_LATER =
            """
            CREATE FUNCTION retry_later() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              NEW.run_at := clock_timestamp() + interval '20 seconds';
              RETURN NEW;
            END $$;
            CREATE TRIGGER retry_later BEFORE UPDATE ON job FOR EACH ROW
            WHEN (OLD.state = 'RUNNING' AND NEW.state = 'QUEUED') EXECUTE FUNCTION retry_later();
            """;

    private Screenshots camera;

    ScreenshotsIT() {
        // Slow enough that a page can be photographed four times before it has moved on.
        super(new ApplicationProcess("screenshots")
                .with("darkroom.simulate.smtp-delay", "4s")
                .with("darkroom.simulate.gateway-delay", "5s")
                .with("darkroom.gateway.timeout", "20s")
                .with("darkroom.simulate.resize-delay", "1500ms"));
    }

    @BeforeAll
    void retryLater() {
        new TestDatabase(darkroom).execute(RETRY_LATER);
    }

    @BeforeEach
    void begin() {
        camera = new Screenshots(chromium.driver());
    }

    @Test
    void who_signs_up_is_in_the_gallery_at_once_and_finds_the_mail_in_the_inbox() {
        person.signsUp("Ada Lovelace", "ada@example.org");
        person.sees(".nothing", "No photos yet");
        person.sees("[data-card] .state", "sending");
        camera.shoot("photos-empty");
        person.visits("/me/status", "The welcome mail");
        person.sees(".state", "complete");
        camera.shoot("status");
        person.follows("Inbox", "Inbox");
        person.sees(".mail", "welcome-");
        camera.shoot("inbox");
    }

    @Test
    void a_sign_up_form_says_what_is_wrong_beside_the_field() {
        person.visits("/signup", "Sign up");
        person.types("Your name", "  ");
        person.types("Email", "ada..lovelace@example.org");
        person.types("Password", "ü".repeat(40));
        person.presses("Sign up");
        person.sees("#name-problem");
        camera.shoot("signup-errors");
        assertRefusal("/signup", 400);
        person.follows("Sign in", "Sign in");
        camera.shoot("login");
    }

    @Test
    void three_samples_develop_before_the_eyes() {
        person.signsUp("Grace Hopper", "grace@example.org");
        person.presses("Develop three samples");
        person.sees(3, ".photo", "");
        person.marksThePage();
        person.sees(".photo .state", "1/3");
        camera.shoot("photos-developing");
        person.sees(3, ".photo .state", "complete");
        person.seesPictures(3);
        camera.shoot("photos-complete");
        assertThat(person.isOnTheMarkedPage()).as("no reload was needed").isTrue();
    }

    @Test
    void inline_a_person_waits_and_sees_for_how_long() {
        person.signsUp("Edwin Land", "edwin@example.org");
        person.presses("inline");
        person.sees("[aria-pressed=true]", "inline");
        person.pressesInVain("Develop three samples");
        person.sees(".waited[data-counting]", "you are waiting");
        person.sees("button[disabled]", "Developing, you wait");
        camera.shoot("inline-waiting");
        person.visits("/photos", "Photos");
        person.presses("Develop three samples");
        person.sees(3, ".photo .state", "complete");
        person.seesPictures(3);
        // Seconds, and so a comma in the milliseconds: three samples of three renditions, one after another.
        person.sees(".waited", "in inline");
        person.sees(".waited .figure", ",");
        camera.shoot("inline-complete");
    }

    @Test
    void a_payment_completes_without_a_reload() {
        person.signsUp("Mary Shelley", "mary@example.org");
        person.follows("Billing", "Billing");
        camera.shoot("billing");
        person.types("Amount in EUR", "10.00");
        person.presses("Pay");
        person.arrivesAt("Payment of");
        person.marksThePage();
        person.sees(".state", "charging");
        person.sees(".verdict", "Not heard of yet");
        camera.shoot("charge-running");
        person.sees(".state", "complete");
        person.sees(".verdict", "Both agree: charged once.");
        camera.shoot("charge-complete");
        assertThat(person.isOnTheMarkedPage()).as("no reload was needed").isTrue();
    }

    @Test
    void what_is_broken_in_the_lab_is_said_on_every_page_until_it_is_right_again() {
        person.visits("/lab", "Lab");
        camera.shoot("lab");
        person.presses("Stop the mail server");
        person.sees(".notice-line", "the mail server is down");
        camera.shoot("lab-broken");
        person.visits("/login", "Sign in");
        person.sees(".notice-line", "the mail server is down");
        person.presses("Repair");
        person.seesNo(".notice-line");
        person.arrivesAt("Sign in");
    }

    @Test
    void a_charge_without_the_providers_key_is_doubled_and_the_page_says_so() {
        person.signsUp("Eadweard Muybridge", "eadweard@example.org");
        person.follows("Lab", "Lab");
        person.pressesLabelled("Remove this guard: Payments without the idempotency key");
        person.sees(".notice-line", "without the idempotency key");
        person.follows("Billing", "Billing");
        person.presses("Pay 7.07 EUR");
        person.arrivesAt("Payment of");
        person.sees(".damage", "Charged twice: 14.14 EUR for one payment");
        camera.shoot("charge-doubled");
        person.presses("Repair");
        person.seesNo(".notice-line");
    }

    @Test
    void an_open_page_feels_that_its_process_has_died_and_that_another_one_has_come() {
        person.visits("/login", "Sign in");
        person.marksThePage();

        darkroom.kill();

        person.sees(".notice-line", "is gone");
        camera.shoot("process-gone");
        darkroom.start();
        person.sees(".notice-line", "Another process answers");
        camera.shoot("process-back");
        assertThat(person.isOnTheMarkedPage()).as("no reload was needed").isTrue();
        chromium.forgives("ERR_CONNECTION_REFUSED");
    }

    @Test
    void a_lost_reply_is_an_unknown_outcome_until_the_company_is_asked_again() {
        person.signsUp("Charles Babbage", "charles@example.org");
        person.follows("Billing", "Billing");
        person.presses("Pay 13.13 EUR");
        person.arrivesAt("Payment of");
        // Comes with the refresh that follows the state: before it the page has not its height yet.
        person.sees(".after", "Pay again");
        camera.shoot("charge-declined");
        person.follows("All payments", "Billing");
        person.presses("Pay 7.07 EUR");
        person.arrivesAt("Payment of");
        person.sees(".unknown", "outcome unknown");
        person.sees(".verdict", "The gateway has charged. Our record will follow.");
        camera.shoot("charge-unknown");
        person.follows("All payments", "Billing");
        camera.shoot("billing-unknown");
        person.sees(".charge .state", "complete");
        person.follows("7.07 EUR", "Payment of");
        person.sees(".verdict", "charged once");
        camera.shoot("charge-reply-lost");
    }

    @Test
    void a_job_is_on_the_board_and_its_page_tells_what_happened() {
        person.signsUp("Hubert Blaine Wolfeschlegelsteinhausenbergerdorff the Eldest", "hubert@example.org");
        person.follows("Billing", "Billing");
        person.presses("Pay 13.13 EUR");
        person.arrivesAt("Payment of");
        person.sees(".state", "failed");
        person.follows("Photos", "Photos");
        person.presses("Develop three samples");
        person.sees(3, ".photo", "");
        person.follows("Jobs", "Jobs");
        person.sees(".state", "running");
        camera.shoot("jobs");
        person.follows("resize-photo", "Job resize-photo");
        person.sees(".timeline-row", "complete");
        camera.shoot("job");
    }

    @Test
    void what_is_not_there_and_what_is_not_taken_gets_a_page_that_says_so() throws IOException {
        person.signsUp("Nicéphore Niépce", "nicephore@example.org");
        person.visits("/nowhere", "");
        person.sees(".problem-status", "404");
        camera.shoot("not-found");
        assertRefusal("/nowhere", 404);
        person.follows("Back to the start", "Photos");
        person.chooses("Choose photos, or drop them here", notAPicture());
        person.presses("Develop the photos");
        person.sees(".photo .problem", "not a JPEG");
        camera.shoot("upload-refused");
        assertRefusal("/photos", 415);
    }

    /** A page that refuses has an error status, and the browser notes that in its console. */
    private void assertRefusal(String path, int status) {
        assertThat(chromium.complaints())
                .singleElement()
                .asString()
                .contains(darkroom.url() + path)
                .contains("status of " + status);
    }

    private static Path notAPicture() throws IOException {
        return Files.writeString(Files.createTempDirectory("photos").resolve("holiday.jpg"), "This is no picture.");
    }
}
