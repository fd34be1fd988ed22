package dev.darkroom.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.processes.ApplicationProcess;
import dev.darkroom.processes.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/** Gives each test a user with an empty browser. All classes share one process. The console must show no error. */
@Tag("browser")
abstract class BrowserTest {

    /** Slow enough that a user can see work in progress; ends with this JVM. */
    static final ApplicationProcess DARKROOM = new ApplicationProcess("browser")
            .with("darkroom.simulate.smtp-delay", "1500ms")
            .with("darkroom.simulate.gateway-delay", "600ms")
            .with("darkroom.simulate.resize-delay", "300ms")
            .with("darkroom.gateway.timeout", "20s")
            // The attempts take longer than the tour keeps its mail server down.
            .with("darkroom.jobs.max-attempts", "6")
            .with("darkroom.jobs.backoff-base", "200ms");

    static Chromium chromium;

    BrowserUser user;
    Screenshots screenshots;

    @BeforeAll
    static void start() {
        Chromium.assertInstalled();
        if (!DARKROOM.isAlive()) {
            DARKROOM.start();
        }
        chromium = new Chromium();
    }

    @AfterAll
    static void close_the_browser() {
        chromium.close();
    }

    @BeforeEach
    void empty_the_browser() {
        chromium.empty();
        user = new BrowserUser(chromium.driver(), DARKROOM.url());
        screenshots = new Screenshots(chromium.driver());
    }

    @AfterEach
    void repair() {
        sql("DELETE FROM lab_fault");
        assertThat(chromium.errors()).as("errors in the console").isEmpty();
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
