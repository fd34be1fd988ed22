package dev.darkroom.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** Without a pointer: Tab, Enter, Space and typing. */
class KeyboardIT extends BrowserTest {

    @Test
    void the_first_tab_stop_skips_the_menu() {
        user.visit("/login", "Sign in");

        user.tabTo("Skip to the content");
        user.pressKey(Keys.ENTER);
        user.tabTo("Email");
    }

    @Test
    void a_visitor_predicts_and_signs_up_on_the_stage_and_pays_with_a_visible_focus() {
        user.visit("/", "Slow work, out of the request");
        user.see("[data-predict]", "Predict, then press.");
        user.tabTo("Your guess, durable: when is the mail sent?");
        user.pressKey(Keys.END);
        user.see("[data-guesses]", "1 of 3");
        user.tabTo("Sign someone up · durable");
        user.pressKey(Keys.SPACE);
        user.see("[data-stage-row=durable] .state", "complete");

        user.focus(".site-name");
        user.tabTo("Billing");
        user.pressKey(Keys.ENTER);
        user.arriveAt("Billing");
        user.tabTo("Pay 7.07 EUR");
        user.pressKey(Keys.ENTER);
        user.arriveAt("Payment of");
        user.see(".state", "complete");
    }

    @Test
    void the_mode_switch_keeps_the_focus() {
        user.visit("/", "Slow work, out of the request");
        user.tabTo("inline");
        user.pressKey(Keys.SPACE);
        user.see("[aria-pressed=true]", "inline");

        assertThat(user.focus()).isEqualTo("inline");
    }

    @Test
    void a_user_who_prefers_reduced_motion_sees_none() {
        user.signUp("Ada Lovelace");

        user.press("Develop three samples");
        user.see(3, ".photo .state", "complete");
        user.seePictures(3);

        assertThat(chromium.driver().executeScript("return document.getAnimations().length"))
                .isEqualTo(0L);
    }
}
