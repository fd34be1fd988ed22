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

/** Takes screenshots at the size of a projector and of a phone, and checks the width and the accessibility of each. */
final class Screenshots {

    /** axe-core, which finds accessibility barriers in the open page. */
    private static final String AXE = read("/axe.min.js");

    private static final String FIND_BARRIERS =
            """
            const [rules, done] = arguments;
            const runOnly = rules.length ? { runOnly: rules } : { rules: { 'target-size': { enabled: true } } };
            axe.run(document, { resultTypes: ['violations'], ...runOnly }).then(result => done(result.violations
              .map(it => it.id + ' at ' + it.nodes.map(node => node.target.join(' ') + ': '
                + node.any.map(one => one.message).join('; ')).join(', '))));
            """;

    /** The visible text, inside of {@code main} or the rack, that is smaller than 16 px. */
    private static final String SMALL_TEXT =
            """
            return [...document.querySelectorAll('main *, .rack *')]
              .filter(it => [...it.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()))
              .filter(it => it.checkVisibility() && !it.closest('pre, code, template, .source, .source-number, noscript, .visually-hidden'))
              .filter(it => parseFloat(getComputedStyle(it).fontSize) < 16)
              .map(it => it.tagName + ' ' + it.textContent.trim().slice(0, 40));
            """;

    /** Selectors of elements that are not wholly inside of the window before it is scrolled, or that the rack covers. */
    private static final String OUTSIDE =
            """
            scrollTo(0, 0);
            const rack = document.querySelector('.rack')?.getBoundingClientRect().top ?? innerHeight;
            return arguments[0].filter(css => {
              const all = [...document.querySelectorAll(css)].filter(it => it.checkVisibility());
              return all.length === 0 || all.some(it => {
                const { top, left, bottom, right } = it.getBoundingClientRect();
                return top < 0 || left < 0 || bottom > (it.closest('.rack') ? innerHeight : rack) || right > innerWidth;
              });
            });
            """;

    private static final String LOW_TARGETS =
            """
            return [...document.querySelectorAll(arguments[0])]
              .filter(it => it.checkVisibility() && it.offsetHeight < 44).map(it => it.textContent);
            """;

    /**
     * The stage without its script, once it has drawn the new size: only the first sentence of each row has room, and both of
     * the last row.
     */
    private static final String STILL_HERO =
            """
            const [done] = arguments;
            setTimeout(() => {
              const stage = document.querySelector('.stage');
              stage.replaceWith(stage.cloneNode(true));
              document.querySelectorAll('[data-sentence]').forEach((it, i) =>
                it.textContent = it.textContent.split(/(?<=\\.) /).slice(0, i < 2 ? 1 : 2).join(' '));
              document.querySelectorAll('.stage-row h2').forEach(it => it.textContent = it.textContent.replace('async, ', ''));
              done();
            }, 500);
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
        LIGHT(1280, 720),
        DARK(1280, 720, "color-contrast"),
        PHONE(380, 800, "color-contrast", "scrollable-region-focusable", "link-in-text-block"),
        PHONE_DARK(380, 800, "color-contrast");

        private final int width;
        private final int height;
        private final List<String> rules;

        View(int width, int height, String... rules) {
            this.width = width;
            this.height = height;
            this.rules = List.of(rules);
        }

        String theme() {
            return this == DARK || this == PHONE_DARK ? "dark" : "light";
        }

        /** A light picture of a projector has the name of its page alone, as the drawings do. */
        String suffix() {
            return this == LIGHT ? "" : "-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Takes the page in all views, checks each by axe, and the width at a zoom of 200 %. */
    void take(String page) {
        for (View view : View.values()) {
            show(view);
            save(page + view.suffix());
            assertAccessible(page, view);
            assertFits(page + view.suffix(), view.width);
        }
        resize(ZOOMED, ZOOMED);
        assertFits(page + " at 200 %", ZOOMED);
        show(View.LIGHT);
    }

    /** Takes the page as it stands on a projector, in both themes. That of the drawing has no suffix. */
    void picture(String name, boolean dark) {
        show(dark ? View.LIGHT : View.DARK);
        save(name + (dark ? "-light" : "-dark"));
        show(dark ? View.DARK : View.LIGHT);
        save(name);
        show(View.LIGHT);
    }

    void phone(String name) {
        phone(name, 0);
    }

    /** @param top how far the page is scrolled */
    void phone(String name, int top) {
        for (View view : List.of(View.PHONE_DARK, View.PHONE)) {
            show(view);
            driver.executeScript("scrollTo(0, arguments[0])", top);
            save(name + (view == View.PHONE ? "" : "-dark"));
        }
        assertFits(name, View.PHONE.width);
        show(View.LIGHT);
    }

    /** Takes a page at its whole height, in the style of a sheet. */
    void sheet(String name, String style) {
        style(style);
        resize(View.LIGHT.width, ((Number) driver.executeScript("return document.body.scrollHeight")).intValue());
        save(name);
    }

    /** Takes the picture of the README, in both themes: the open page in the style of hero.css. */
    void hero(String name) {
        style(read("/hero.css"));
        resize(1280, 640);
        driver.executeAsyncScript(STILL_HERO);
        for (View view : List.of(View.LIGHT, View.DARK)) {
            theme(view);
            save(name + view.suffix());
        }
        driver.executeScript("document.adoptedStyleSheets = []");
        show(View.LIGHT);
    }

    private void style(String css) {
        driver.executeScript(
                "const sheet = new CSSStyleSheet(); sheet.replaceSync(arguments[0]); document.adoptedStyleSheets = [sheet];",
                css);
    }

    void assertInside(String... selectors) {
        assertThat((List<?>) driver.executeScript(OUTSIDE, List.of(selectors)))
                .as("missing, outside of 1280 x 720, or behind the rack")
                .isEmpty();
    }

    /** Each of the elements is high enough for a finger. */
    void assertTouchTargets(String css) {
        touch(true);
        assertThat((List<?>) driver.executeScript(LOW_TARGETS, css))
                .as("lower than 44 px on touch")
                .isEmpty();
        touch(false);
    }

    void assertNoSmallText() {
        assertThat((List<?>) driver.executeScript(SMALL_TEXT))
                .as("text below 16 px")
                .isEmpty();
    }

    private void show(View view) {
        resize(view.width, view.height);
        theme(view);
    }

    private void theme(View view) {
        emulate(List.of(
                Map.of("name", "prefers-color-scheme", "value", view.theme()),
                Map.of("name", "prefers-reduced-motion", "value", "reduce")));
        driver.executeScript("scrollTo(0, 0)");
    }

    private void resize(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    private void emulate(List<Map<String, String>> features) {
        driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", features));
    }

    private void touch(boolean enabled) {
        driver.executeCdpCommand("Emulation.setTouchEmulationEnabled", Map.of("enabled", enabled));
    }

    /** Takes the page down to its end. */
    void whole(String name) {
        save(name, true);
    }

    private void save(String name) {
        save(name, false);
    }

    private void save(String name, boolean whole) {
        Map<String, Object> options = Map.of("format", "png", "optimizeForSpeed", true, "captureBeyondViewport", whole);
        Object png = driver.executeCdpCommand("Page.captureScreenshot", options).get("data");
        try {
            Files.write(
                    Files.createDirectories(FOLDER).resolve(name + ".png"),
                    Base64.getDecoder().decode(png.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void assertFits(String page, int width) {
        assertThat(((Number) driver.executeScript("return document.documentElement.scrollWidth")).intValue())
                .as("the width of %s", page)
                .isLessThanOrEqualTo(width);
    }

    private void assertAccessible(String page, View view) {
        // One script: a reload between two would remove axe.
        Object barriers = driver.executeAsyncScript("if (!window.axe) { " + AXE + " }" + FIND_BARRIERS, view.rules);
        assertThat((List<?>) barriers)
                .as("barriers on %s%s", page, view.suffix())
                .isEmpty();
    }

    private static String read(String name) {
        try (InputStream script = Screenshots.class.getResourceAsStream(name)) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
