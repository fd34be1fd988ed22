package dev.darkroom.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The script draws the marks of {@code strips.json} at the places at which the server draws them ({@code StripTest}). */
class StripIT extends BrowserTest {

    private static final String DRAW =
            """
            const [fixtures, done] = arguments;
            // A strip that moves would go on by the clock of the last one.
            window.requestAnimationFrame = () => {};
            const rows = [];
            const seen = new Set();
            Promise.all([import('/assets/js/marks.js'), import('/assets/js/strip.js')]).then(([script, { drawStrip }]) => {
              const percent = (element, name) => Number(element.getAttribute(name).replace('%', ''));
              const parts = (text) => /^(.*) at ([\\d.]+)%, ([\\d.]+)% wide: (.*)$/.exec(text);
              const differences = [];
              for (const { name, at, status, marks, never, sentence } of JSON.parse(fixtures)) {
                const now = Date.parse(at);
                Date.now = () => now;
                const figure = document.createElement('div');
                figure.innerHTML = '<svg class="track"></svg>';
                drawStrip(figure, status);
                const found = script.marksOf(status, now);
                const drawn = [...figure.querySelector('.track').children];
                const same = drawn.length === marks.length && marks.every((mark, i) => {
                  const [, exact, x, width, label] = parts(mark);
                  const { kind, from, to, label: words } = found.marks[i];
                  return exact === `${kind} ${from} ${Number.isFinite(to) ? to : -1}` && label === words
                    && drawn[i].dataset.kind === kind
                    && Math.abs(percent(drawn[i], 'x') - x) < 0.02 && Math.abs(percent(drawn[i], 'width') - width) < 0.02;
                });
                if (!same || found.never !== never || figure.getAttribute('aria-label') !== sentence) {
                  differences.push(`${name}: ${JSON.stringify(found)} ${figure.getAttribute('aria-label')}`);
                }
                if (found.marks.every(({ kind }) => seen.has(kind))) continue;
                found.marks.forEach(({ kind }) => seen.add(kind));
                const row = document.createElement('li');
                row.innerHTML = `<p>${name}</p>` + ['stage', 'card', 'table'].map((size) =>
                  `<div class="strip strip-${size}" ${size === 'stage' ? 'data-never="no mail"' : ''}><svg class="track"></svg><span class="never"></span></div>`).join('');
                row.querySelectorAll('.strip').forEach((strip) => drawStrip(strip, status));
                rows.push(row);
              }
              document.querySelector('main').replaceChildren(...rows);
              done({ fixtures: JSON.parse(fixtures).length, differences });
            }, (error) => done({ fixtures: 0, differences: [String(error)] }));
            """;

    private static final String SHEET =
            """
            .strip:not([data-never]) .never, .masthead, .notices, .rack { display: none; }
            body { min-height: 0; }
            li { display: grid; grid-template-columns: 14rem 3fr 2fr 1fr; gap: 1.5rem; align-items: center; min-height: 3.75rem; }
            """;

    @Test
    void the_script_draws_what_the_server_draws() throws IOException {
        String fixtures =
                new String(StripIT.class.getResourceAsStream("/strips.json").readAllBytes(), StandardCharsets.UTF_8);
        user.visit("/signup", "Sign up");

        Map<?, ?> result = (Map<?, ?>) chromium.driver().executeAsyncScript(DRAW, fixtures);

        assertThat((List<?>) result.get("differences")).isEmpty();
        assertThat((Long) result.get("fixtures")).isGreaterThan(20);
        screenshots.sheet("grammar", SHEET);
    }
}
