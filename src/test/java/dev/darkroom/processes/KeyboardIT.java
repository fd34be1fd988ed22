package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** Without a pointer: by Tab, Enter, Space and what is typed. */
class KeyboardIT extends BrowserTest {

    KeyboardIT() {
        super(new ApplicationProcess("keyboard"));
    }

    @Test
    void the_first_tab_leads_past_the_menu() {
        person.visits("/login", "Sign in");

        person.tabsTo("Skip to the page");
        person.pressesKey(Keys.ENTER.toString());
        person.tabsTo("Email");
    }

    @Test
    void somebody_is_signed_up_on_the_stage_and_pays_and_the_focus_is_seen_all_the_way() {
        person.visits("/", "The slow part of every click");
        person.tabsTo("Sign someone up durable");
        person.pressesKey(Keys.SPACE.toString());
        person.sees("[data-stage-row=durable] .state", "complete");

        person.tabsTo("pay");
        person.pressesKey(Keys.ENTER.toString());
        person.arrivesAt("Billing");
        person.tabsTo("Pay 7.07 EUR");
        person.pressesKey(Keys.ENTER.toString());
        person.arrivesAt("Payment of");
        person.sees(".state", "complete");
    }

    @Test
    void the_switch_keeps_the_focus() {
        person.visits("/", "The slow part of every click");
        person.tabsTo("inline");
        person.pressesKey(Keys.SPACE.toString());
        person.sees("[aria-pressed=true]", "inline");

        assertThat(person.focus()).isEqualTo("inline");
    }

    @Test
    void who_wants_no_motion_sees_none() {
        person.signsUp("Ada Lovelace", "ada@example.org");
        chromium.prefersStillness();

        person.presses("Develop three samples");
        person.sees(3, ".photo .state", "complete");
        person.seesPictures(3);

        assertThat(chromium.driver().executeScript("return document.getAnimations().length"))
                .isEqualTo(0L);
    }
}
