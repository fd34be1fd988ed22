package dev.darkroom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each row of guarantees.md names existing tests. */
class GuaranteesTest {

    private static final Path TABLE = Path.of("src", "docs", "guarantees.md");
    private static final Pattern ROW = Pattern.compile("\\| (\\d+) \\|(.*)\\|");

    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+)\\.([a-z_]\\w+)`");

    @Test
    void each_fault_has_a_row() throws IOException {
        assertThat(rows().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.concat(IntStream.rangeClosed(1, 47), IntStream.rangeClosed(49, 69))
                                .boxed()
                                .toList());
    }

    @Test
    void each_fault_names_a_test() throws IOException {
        rows().forEach((fault, row) -> assertThat(row).as("fault %d", fault).containsPattern(TEST));
    }

    @Test
    void each_named_test_exists() throws IOException {
        assertThat(TEST.matcher(Files.readString(TABLE)).results())
                .isNotEmpty()
                .allSatisfy(test ->
                        assertThat(source(test.group(1))).as(test.group()).contains("void " + test.group(2) + "("));
    }

    private static String source(String type) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src", "test", "java"))) {
            return Files.readString(files.filter(file -> file.endsWith(type + ".java"))
                    .findFirst()
                    .orElseThrow());
        }
    }

    private static Map<Integer, String> rows() throws IOException {
        return Files.readAllLines(TABLE).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .collect(Collectors.toMap(row -> Integer.valueOf(row.group(1)), row -> row.group(2)));
    }
}
