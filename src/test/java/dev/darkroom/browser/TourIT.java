package dev.darkroom.browser;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/** Every button of the tour. */
class TourIT extends BrowserTest {

    @BeforeEach
    void begin() {
        user.visit("/tour", "The tour");
    }

    @Test
    void each_stop_that_kills_no_process_shows_what_it_claims() {
        user.press("Sign someone up inline, then durable");
        user.see(3, ".tour-step .state", "complete");
        user.see(".tour-step .state", "failed");
        chromium.expectErrors("status of 502");
        user.press("Pay once, and count");
        user.see(".tour-figures div:nth-child(1)", "0");
        user.see(".tour-figures div:nth-child(2)", "1");
        user.see(".tour-figures div:nth-child(3)", "1");
        user.press("Press pay twice");
        user.see(".tour-steps li", "The second press names the same charge");
        user.press("Upload a photo, and ask for its status");
        user.see(".tour-notice", "running → done");
        String answer = ".tour-answer:not([open]) > summary";
        user.see(answer, "");
        chromium.driver().findElement(By.cssSelector(answer)).click();
        user.see(".tour-steps pre", "\"status\": \"complete\"");
        user.press("Sign someone up durable, and see the job");
        user.see(".tour-steps pre", "\"state\": \"COMPLETE\"");
        user.press("Sign someone up while the mail server's replies are lost");
        user.see(".tour-figures div:nth-child(2)", "different Message-IDs");
        user.seeNo(".notice-line");
        screenshots.take("tour");
    }

    @Test
    void the_source_opens_over_the_page_and_closes_by_keyboard() {
        user.clickOn("Show in the class", "a");
        user.see(".source-dialog [data-highlighted]", "runner.run");
        screenshots.take("source-dialog");
        user.pressKey(Keys.ESCAPE);
        user.seeNo(".source-dialog");
    }
}
