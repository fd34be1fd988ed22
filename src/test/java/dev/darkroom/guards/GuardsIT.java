package dev.darkroom.guards;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Takes each guard out, and demands that the test which should notice does notice. Minutes: only with -Pguards. */
class GuardsIT {

    private static final Path LIST = Path.of("target", "guards", "guards.md");
    private static final List<String> ROWS = new ArrayList<>();

    private static ProjectCopy project;

    @BeforeAll
    static void begin() throws IOException {
        project = ProjectCopy.make();
    }

    @AfterAll
    static void list() throws IOException {
        List<String> lines = new ArrayList<>(List.of("| Without | this test fails | saying |", "|---|---|---|"));
        lines.addAll(ROWS);
        Files.write(LIST, lines);
        lines.forEach(System.out::println);
    }

    @TestFactory
    Stream<DynamicTest> without_its_guard_the_named_test_fails_by_assertion() {
        return chosen().map(guard -> DynamicTest.dynamicTest(guard.name(), () -> {
            TestReport report = project.runWithout(guard);
            assertThat(report.tests()).as("tests that ran for %s", guard.test()).isPositive();
            assertThat(report.failures())
                    .as("failures of %s, in each mode: %s", guard.test(), report)
                    .isEqualTo(report.tests());
            ROWS.add("| %s | `%s` | %s |".formatted(guard.what(), guard.testAsRead(), report.message()));
        }));
    }

    /** All, or with {@code -Dguard=fence,drain} those. */
    private static Stream<Guard> chosen() {
        List<String> some = List.of(System.getProperty("guard").split(","));
        return Guard.all().stream().filter(guard -> some.contains("all") || some.contains(guard.name()));
    }
}
