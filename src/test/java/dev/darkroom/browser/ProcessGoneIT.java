package dev.darkroom.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The process is killed while a page is open. */
class ProcessGoneIT extends BrowserTest {

    @Test
    void volatile_work_is_lost_with_its_process_and_durable_work_is_not() {
        pauseAt("before-effect");
        user.visit("/", "Slow work, out of the request");
        user.press("Sign someone up durable");
        user.see("[data-stage-row=durable] .state", "sending");
        user.pressKey("2");
        user.press("Sign someone up volatile");
        user.see("[data-stage-row=volatile] .state", "sending");
        user.markThePage();

        darkroom.kill();
        resume();
        user.see(".notice-line", "is gone");
        screenshots.take("process-gone");
        darkroom.start();
        user.see(".notice-line", "Another process answers");
        screenshots.take("process-back");

        user.see("[data-stage-row=volatile] .state", "lost");
        screenshots.take("stage-lost");
        user.see("[data-stage-row=durable] .state", "complete");
        user.see("[data-stage-row=durable] [data-timeline]", "rescued");
        assertThat(user.isOnTheMarkedPage()).as("no reload was needed").isTrue();
        chromium.expectLostConnections();
    }
}
