package dev.darkroom.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The process is killed while the stage is open. */
class ProcessGoneIT extends BrowserTest {

    @Test
    void only_the_durable_mail_survives_a_kill() {
        user.visit("/", "Slow work, out of the request");
        user.see("[data-predict]", "Predict, then press.");
        // The picture of the README is not of the first click of a process, which is slower.
        user.press("Run all three");
        user.see(3, ".stage-row .state", "complete");
        user.press("Start over");
        user.see("[data-predict]", "Predict, then press.");
        pauseAt("before-effect");
        user.focus("[data-stage-row=durable] [data-guess]");
        user.pressKey(Keys.ENTER);
        user.press("Run all three");
        user.see("[data-stage-row=durable] .state", "sending");
        user.see("[data-stage-row=volatile] .state", "sending");
        user.see("[data-stage-row=inline] [data-figure]", "1,");
        user.markThePage();
        user.watchShifts();

        user.expectKill();
        darkroom.kill();
        resume();
        // However slow the start is, the lease is not over before the page has seen it.
        endLeaseIn("5 minutes");
        user.see("h1", "The process is gone. Nothing runs.");
        user.see("[data-stage-row=inline] .never", "no mail");
        user.see("[data-stage-row=volatile] .never", "lost");
        user.see("[data-stage-row=durable] .state", "waiting");
        screenshots.picture("stage-killed", false);
        darkroom.start();
        user.see("h1", "A new process answers. It knows one mail of three.");
        endLeaseIn("5 seconds");
        user.see("[data-stage-row=durable] [data-sentence]", "holds the lease for another 4 s");
        screenshots.picture("stage-lost-after-restart", true);
        endLeaseIn("0 seconds");

        user.see("h1", "Attempt 2 sent the mail. Nobody pressed anything.");
        user.see("[data-stage-row=durable] [data-sentence]", "You had guessed 2.0 s.");
        assertThat(user.isOnTheMarkedPage()).as("no reload was needed").isTrue();
        assertThat(user.shifts()).as("layout shifts").isEmpty();
        screenshots.take("stage-rescued");
        screenshots.phone("stage-phone");
        screenshots.hero("readme-hero");
        chromium.expectLostConnections();
    }

    private void endLeaseIn(String time) {
        sql("UPDATE job SET leased_until = now() + interval '" + time + "' WHERE state = 'RUNNING'");
    }
}
