package dev.darkroom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.testing.NamedTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of requirements stays short, names tests that are there, and says of each other row why it has none. */
class SecurityTest {

    private static final Path TABLE = Path.of("src", "docs", "security.md");
    private static final List<String> EXCUSES = List.of("*not done*", "*not applicable*", "*no test*");
    private static final int MOST = 40;

    @Test
    void each_requirement_names_a_test_or_says_why_there_is_none() throws IOException {
        List<String> rows = rows();

        assertThat(rows).hasSizeBetween(1, MOST);
        assertThat(rows)
                .allMatch(row -> EXCUSES.stream().anyMatch(row::contains)
                        || !NamedTests.in(row).isEmpty());
    }

    @Test
    void each_test_that_is_named_is_there() throws IOException {
        assertThat(NamedTests.in(Files.readString(TABLE)))
                .isNotEmpty()
                .allSatisfy(test -> assertThat(test.isThere()).as("%s", test).isTrue());
    }

    private static List<String> rows() throws IOException {
        return Files.readAllLines(TABLE).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| Requirement"))
                .toList();
    }
}
