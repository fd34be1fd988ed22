package dev.darkroom.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.processes.ApplicationProcess;
import dev.darkroom.processes.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Gives each test a user with an empty browser. A class has one process and one browser; its console must show no error. */
@Tag("browser")
@TestInstance(Lifecycle.PER_CLASS)
abstract class BrowserTest {

    /** Slow enough that a user can see work in progress. */
    final ApplicationProcess darkroom = new ApplicationProcess(getClass().getSimpleName())
            .with("darkroom.simulate.smtp-delay", "1500ms")
            .with("darkroom.simulate.gateway-delay", "600ms")
            .with("darkroom.simulate.resize-delay", "300ms")
            .with("darkroom.gateway.timeout", "20s")
            .with("darkroom.jobs.max-attempts", "3")
            .with("darkroom.jobs.backoff-base", "200ms");

    Chromium chromium;
    BrowserUser user;
    Screenshots screenshots;

    @BeforeAll
    void start() {
        Chromium.assertInstalled();
        darkroom.start();
        chromium = new Chromium();
    }

    @AfterAll
    void close() {
        chromium.close();
        darkroom.close();
    }

    @BeforeEach
    void empty_the_browser() {
        chromium.empty();
        user = new BrowserUser(chromium.driver(), darkroom.url());
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
        new TestDatabase(darkroom).execute(statement);
    }
}
