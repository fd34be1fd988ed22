package dev.darkroom.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The lab in a browser: everything is pressed in place, and the page shows what came of it. */
@Order(5)
class LabPageIT extends BrowserTest {

    private static final String AFTER_EFFECT = "[data-gap=after-effect]";

    @BeforeEach
    void open() {
        user.visit("/lab", "Lab");
    }

    @Test
    void a_gap_is_armed_and_repaired_by_keys_and_neither_the_focus_nor_the_page_moves() {
        user.markThePage();
        user.tabTo("Die here: sent, not recorded");
        double before = top(AFTER_EFFECT);

        user.pressKey(Keys.ENTER);

        user.see(AFTER_EFFECT + "[data-armed] a", "sent, not recorded");
        user.see(".lab-count", "1 fault is armed");
        user.see(".lab-expect", "Attempt 2 sends it again with the same Message-ID.");
        assertThat(user.focus()).isEqualTo("Die here: sent, not recorded");
        assertThat(top(AFTER_EFFECT)).isEqualTo(before);
        assertThat(user.isOnTheMarkedPage()).isTrue();

        user.pressKey(Keys.SPACE);

        user.see(".lab-count", "Nothing is broken.");
        user.seeNo("[data-armed]");
    }

    @Test
    void a_permalink_arms_nothing_and_the_work_of_an_armed_scenario_shows_its_effects() {
        user.clickOn("Declines every card", "a");
        user.see(".lab-expect", "Expected: no charge.");
        user.see(".lab-count", "Nothing is broken.");

        user.press("Arm it");
        user.see("#cards-declined[data-armed]", "Declines every card");
        user.press("Pay 10.00 EUR");

        user.see("[data-outcome]", "Durable: 0 charges");
        user.press("The disk is full");
        user.see(".lab-count", "2 faults are armed");
        screenshots.take("lab");
        screenshots.assertInside(
                "h1",
                ".lab-faults .switch",
                ".lab-gap button",
                ".lab-gap a",
                ".lab-expect",
                ".lab-live",
                ".lab-rack button");
        user.press("Repair everything");
        user.see(".lab-count", "Nothing is broken.");
    }

    private double top(String css) {
        return user.count("Math.round(document.querySelector('" + css + "').getBoundingClientRect().top + scrollY)");
    }
}
