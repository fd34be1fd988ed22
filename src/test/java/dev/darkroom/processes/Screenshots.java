package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openqa.selenium.chrome.ChromeDriver;

/** Takes pictures of whole pages as they are at this moment, light and dark, large and small, and looks at them closely. */
final class Screenshots {

    private static final Path ALBUM = Path.of("target", "screenshots");
    /** Else the colours of one theme fade into the other's while the picture is taken. */
    private static final Map<String, String> STILL = feature("prefers-reduced-motion", "reduce");

    /** What is left of a desktop for who makes everything twice as large. */
    private static final int ZOOMED = 640;

    private final ChromeDriver driver;
    private final AccessibilityCheck axe;

    Screenshots(ChromeDriver driver) {
        this.driver = driver;
        this.axe = new AccessibilityCheck(driver);
    }

    /** Also asserts that nobody has to scroll sideways, that the page keeps nobody out, and that it is light. */
    void shoot(String page) {
        for (Screen screen : Screen.values()) {
            unroll(screen);
            for (Theme theme : Theme.values()) {
                put(theme);
                String name = page + "-" + word(theme) + "-" + word(screen);
                keep(name + ".png");
                axe.examine(name);
            }
            assertFits(page, "a " + word(screen), screen.width);
        }
        resize(ZOOMED, ZOOMED);
        assertFits(page, "a screen at 200 %", ZOOMED);
        driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of()));
        driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
    }

    /** As wide as the screen, as high as the page. */
    private void unroll(Screen screen) {
        resize(screen.width, screen.height);
        resize(screen.width, number("return document.documentElement.scrollHeight"));
    }

    private void resize(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    private void put(Theme theme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(feature("prefers-color-scheme", word(theme)), STILL)));
    }

    private void keep(String name) {
        Object png = driver.executeCdpCommand("Page.captureScreenshot", Map.of("format", "png"))
                .get("data");
        try {
            Files.write(
                    Files.createDirectories(ALBUM).resolve(name),
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

    private int number(String script) {
        return ((Number) driver.executeScript(script)).intValue();
    }

    private static Map<String, String> feature(String name, String value) {
        return Map.of("name", name, "value", value);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private enum Theme {
        LIGHT,
        DARK
    }

    private enum Screen {
        DESKTOP(1600, 1000),
        PHONE(380, 780);

        private final int width;
        private final int height;

        Screen(int width, int height) {
            this.width = width;
            this.height = height;
        }
    }
}
