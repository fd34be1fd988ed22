package dev.darkroom.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.processes.ApplicationProcess;
import dev.darkroom.processes.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/** A user with a fresh browser before the one process of all journeys. The browser's console must stay free of errors. */
@Tag("browser")
abstract class BrowserTest {

    /** Slow enough that a user can see work in progress; ends with this JVM. */
    static final ApplicationProcess DARKROOM = new ApplicationProcess("browser")
            .fastStartup()
            .with("darkroom.simulate.smtp-delay", "2s")
            .with("darkroom.simulate.gateway-delay", "1s")
            .with("darkroom.simulate.resize-delay", "300ms")
            .with("darkroom.gateway.timeout", "20s")
            .with("darkroom.jobs.max-attempts", "8")
            .with("darkroom.jobs.backoff-base", "200ms");

    Chromium chromium;
    BrowserUser user;
    Screenshots screenshots;

    @BeforeAll
    static void start_the_process() {
        Chromium.assertInstalled();
        if (!DARKROOM.isAlive()) {
            DARKROOM.start();
        }
    }

    @BeforeEach
    void open_a_browser() {
        chromium = new Chromium();
        user = new BrowserUser(chromium.driver(), DARKROOM.url());
        screenshots = new Screenshots(chromium.driver());
    }

    @AfterEach
    void close_the_browser() {
        sql("DELETE FROM lab_fault");
        try (Chromium closing = chromium) {
            assertThat(closing.errors()).as("errors in the console").isEmpty();
        }
    }

    /** Makes every thread that reaches the point wait until {@link #resume}. */
    void pauseAt(String point) {
        sql("INSERT INTO lab_fault (name, value) VALUES ('pause', '" + point + "')");
    }

    void resume() {
        sql("DELETE FROM lab_fault WHERE name = 'pause'");
    }

    void sql(String statement) {
        new TestDatabase(DARKROOM).execute(statement);
    }
}
