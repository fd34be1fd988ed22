package dev.darkroom.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.openqa.selenium.chrome.ChromeDriver;

/** Asserts with axe-core that the open page has no serious barrier. */
record AccessibilityCheck(ChromeDriver driver) {

    private static final String RULES = read("/axe.min.js");
    private static final String RUN =
            """
            const done = arguments[arguments.length - 1];
            axe.run(document).then(result => done(result.violations
              .filter(it => ['serious', 'critical'].includes(it.impact))
              .map(it => it.id + ' at ' + it.nodes.map(node => node.target.join(' ') + ': '
                + node.any.map(one => one.message).join('; ')).join(', '))));
            """;

    void examine(String page) {
        // One script: a page that reloads in between would lose the rules.
        Object barriers = driver.executeAsyncScript("if (!window.axe) { " + RULES + " }" + RUN);
        assertThat((List<?>) barriers).as("barriers on %s", page).isEmpty();
    }

    private static String read(String name) {
        try (InputStream script = AccessibilityCheck.class.getResourceAsStream(name)) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
