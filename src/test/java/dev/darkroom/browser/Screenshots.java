package dev.darkroom.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openqa.selenium.chrome.ChromeDriver;

/** Takes screenshots of whole pages: light, dark and on a phone. Checks the width and the accessibility of each. */
final class Screenshots {

    /** axe-core, which finds accessibility barriers in the open page. */
    private static final String AXE = read("/axe.min.js");

    private static final String FIND_BARRIERS =
            """
            const [rules, done] = arguments;
            const runOnly = rules.length ? { runOnly: rules } : {};
            axe.run(document, { resultTypes: ['violations'], ...runOnly }).then(result => done(result.violations
              .filter(it => ['serious', 'critical'].includes(it.impact))
              .map(it => it.id + ' at ' + it.nodes.map(node => node.target.join(' ') + ': '
                + node.any.map(one => one.message).join('; ')).join(', '))));
            """;

    private static final Path FOLDER = Path.of("target", "screenshots");

    /** The width of a desktop at a zoom of 200 %. */
    private static final int ZOOMED = 640;

    private final ChromeDriver driver;

    Screenshots(ChromeDriver driver) {
        this.driver = driver;
    }

    /** The document is the same in all views: only the first is checked by all rules. */
    private enum View {
        LIGHT(1600, 1000),
        DARK(1600, 1000, "color-contrast"),
        PHONE(380, 780, "scrollable-region-focusable", "link-in-text-block");

        private final int width;
        private final int height;
        private final List<String> rules;

        View(int width, int height, String... rules) {
            this.width = width;
            this.height = height;
            this.rules = List.of(rules);
        }

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    void take(String page) {
        for (View view : View.values()) {
            unroll(view);
            emulate(List.of(Map.of("name", "prefers-color-scheme", "value", view == View.DARK ? "dark" : "light")));
            save(page + "-" + view.label() + ".png");
            assertAccessible(page, view);
            assertFits(page, view.label(), view.width);
        }
        resize(ZOOMED, ZOOMED);
        assertFits(page, "a screen at 200 %", ZOOMED);
        emulate(List.of());
        driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
    }

    /** Makes the window as wide as the screen and as high as the page. */
    private void unroll(View view) {
        resize(view.width, view.height);
        resize(view.width, number("return document.documentElement.scrollHeight"));
    }

    private void resize(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    private void emulate(List<Map<String, String>> features) {
        driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", features));
    }

    private void save(String name) {
        Object png = driver.executeCdpCommand(
                        "Page.captureScreenshot", Map.of("format", "png", "optimizeForSpeed", true))
                .get("data");
        try {
            Files.write(
                    Files.createDirectories(FOLDER).resolve(name),
                    Base64.getDecoder().decode(png.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void assertFits(String page, String screen, int width) {
        assertThat(number("return document.documentElement.scrollWidth"))
                .as("the width of %s on %s", page, screen)
                .isLessThanOrEqualTo(width);
    }

    private void assertAccessible(String page, View view) {
        // One script: a reload between two would remove axe.
        Object barriers = driver.executeAsyncScript("if (!window.axe) { " + AXE + " }" + FIND_BARRIERS, view.rules);
        assertThat((List<?>) barriers)
                .as("barriers on %s, %s", page, view.label())
                .isEmpty();
    }

    private static String read(String name) {
        try (InputStream script = Screenshots.class.getResourceAsStream(name)) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int number(String script) {
        return ((Number) driver.executeScript(script)).intValue();
    }
}
