package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;

/** Somebody with a fresh browser before a running program, whose console must have had nothing to complain of. */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BrowserTest {

    final ApplicationProcess darkroom;
    Chromium chromium;
    BrowserUser person;

    /** @param darkroom not yet started */
    BrowserTest(ApplicationProcess darkroom) {
        this.darkroom = darkroom;
    }

    @BeforeAll
    void startTheProgram() {
        Chromium.assertInstalled();
        darkroom.start();
    }

    @AfterAll
    void endTheProgram() {
        darkroom.close();
    }

    @BeforeEach
    void openABrowser() {
        chromium = new Chromium();
        person = new BrowserUser(chromium.driver(), darkroom.url());
    }

    @AfterEach
    void closeTheBrowser() {
        try (Chromium closing = chromium) {
            assertThat(closing.complaints()).as("errors in the console").isEmpty();
        }
    }
}
