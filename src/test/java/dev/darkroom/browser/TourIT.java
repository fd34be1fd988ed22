package dev.darkroom.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.processes.ApplicationProcess;
import dev.darkroom.processes.Replacement;
import dev.darkroom.tour.Itinerary;
import dev.darkroom.tour.TourStop;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.openqa.selenium.Keys;

/** The trials of each stop of the tour tick its goals. Some kill the process, so it is not shared with other tests. */
@Tag("browser")
@TestInstance(Lifecycle.PER_CLASS)
class TourIT {

    private final ApplicationProcess darkroom = new ApplicationProcess("tour")
            .with("darkroom.simulate.smtp-delay", "800ms")
            .with("darkroom.simulate.gateway-delay", "200ms")
            .with("darkroom.jobs.lease", "3s")
            .with("darkroom.jobs.heartbeat", "1s")
            .with("darkroom.jobs.backoff-base", "200ms");

    private Chromium chromium;
    private BrowserUser user;

    @BeforeAll
    void start() {
        Chromium.assertInstalled();
        darkroom.start();
        chromium = new Chromium();
        user = new BrowserUser(chromium.driver(), darkroom.url());
    }

    @AfterAll
    void end_the_last_replacement() {
        if (!darkroom.isAlive()) {
            Replacement.of(darkroom).close();
        }
        darkroom.close();
    }

    @Test
    void each_solution_reaches_the_goals_of_its_stop_for_a_visitor_without_a_session() {
        for (TourStop stop : Itinerary.STOPS) {
            empty();
            open(stop);
            press(stop);
            user.seeExactly(stop.goals().size(), "[data-goal][data-done]");
            user.see("[data-lit]", "");
            if (stop.number() == 3) {
                photograph();
            }
        }
        assertThat(chromium.errors()).isEmpty();
    }

    @Test
    void all_solutions_reach_the_goals_of_all_stops_for_a_user() {
        empty();
        user.signUp("Ada Lovelace");
        for (TourStop stop : Itinerary.STOPS) {
            open(stop);
            press(stop);
            // A payment whose reply was lost is still open before: no other one may begin.
            user.seeExactly(stop.goals().size(), "[data-goal][data-done]");
        }
        user.reloadUntil(Itinerary.STOPS.size(), ".tour-dots [data-done]", "Done.");
        assertThat(chromium.errors()).isEmpty();
    }

    @Test
    void the_keys_turn_the_page_and_the_score_is_kept() {
        empty();
        open(Itinerary.STOPS.get(2));
        user.clickOn("the job", "[data-question] button");
        user.see("[data-score]", "You predicted 0 of 1.");
        user.see("[data-lesson]", "one exists without the other");

        user.focus("main");
        user.pressKey(Keys.ARROW_RIGHT);
        user.arriveAt(Itinerary.STOPS.get(3).claim());
        user.clickOn("once", "[data-question] button");
        user.see("[data-score]", "You predicted 1 of 2.");
        user.focus("main");
        user.pressKey(Keys.ARROW_LEFT);
        user.arriveAt(Itinerary.STOPS.get(2).claim());
        user.see("[data-score]", "You predicted 1 of 2.");

        user.clickOn("Open the whole file", "a");
        user.see(".source-dialog [data-highlighted]", "jobs.insert");
        user.pressKey(Keys.ESCAPE);
        user.seeNo(".source-dialog");
        assertThat(chromium.errors()).isEmpty();
    }

    /** The stop with both kills, after a wrong prediction. */
    private void photograph() {
        user.clickOn("the job", "[data-question] button");
        user.seeExactly(2, ".tour-row");
        Screenshots screenshots = new Screenshots(chromium.driver());
        screenshots.take("tour-stop");
        screenshots.phone("tour-phone");
        screenshots.assertInside(
                "h1", "[data-question]", "[data-trial]", ".axis", ".tour-row", "[data-lesson]", ".tour-goals");
        screenshots.assertNoSmallText();
    }

    private void empty() {
        chromium.empty();
        chromium.expectErrors("status of 502", "ERR_CONNECTION", "ERR_EMPTY_RESPONSE", "ERR_SOCKET_NOT_CONNECTED");
    }

    private void open(TourStop stop) {
        user.visit("/tour/" + stop.number(), stop.claim());
    }

    /** Presses the buttons of the solution, each when the one before has done its work. */
    private void press(TourStop stop) {
        for (TourStop.Trial one : stop.trials()) {
            String trial = one.name();
            user.focus("[data-trial=" + trial + "]");
            user.pressKey(Keys.ENTER);
            user.see("[data-trial=" + trial + "][data-pressed]", "");
            user.seeNo("[data-trial][aria-disabled]");
            user.seeNo("[data-problem]:not([hidden])");
        }
    }
}
