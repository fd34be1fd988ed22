package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openqa.selenium.chrome.ChromeDriver;

/** Looks for what keeps somebody out who cannot see, hear or point: axe-core, in the page that is open. */
final class AccessibilityCheck {

    private static final String RULES = read("/axe.min.js");
    private static final Set<String> SERIOUS = Set.of("serious", "critical");
    private static final String RUN =
            """
            const done = arguments[arguments.length - 1];
            axe.run(document).then(result => done({
              passes: result.passes.length,
              violations: result.violations.map(it => ({
                impact: it.impact,
                rule: it.id,
                where: it.nodes.map(node => node.target.join(' ') + ': ' + node.any.map(one => one.message).join('; ')).join(', ')
              }))
            }));
            """;

    private final ChromeDriver driver;
    private final Report report =
            new Report("axe.md", "page", "rules that hold", "violations", "of them serious", "rules");

    AccessibilityCheck(ChromeDriver driver) {
        this.driver = driver;
    }

    /** @param page as the report is to call it */
    @SuppressWarnings("unchecked")
    void examine(String page) {
        // In one piece: a page that reloads between two would have lost the rules.
        Map<String, Object> result =
                (Map<String, Object>) driver.executeAsyncScript("if (!window.axe) { " + RULES + " }" + RUN);
        List<Map<String, String>> violations = (List<Map<String, String>>) result.get("violations");
        List<Map<String, String>> serious = violations.stream()
                .filter(violation -> SERIOUS.contains(violation.get("impact")))
                .toList();
        report.add(
                page,
                result.get("passes"),
                violations.size(),
                serious.size(),
                violations.stream().map(violation -> violation.get("rule")).toList());
        assertThat(serious).as("what keeps somebody out of %s", page).isEmpty();
    }

    private static String read(String name) {
        try (InputStream script = AccessibilityCheck.class.getResourceAsStream(name)) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
