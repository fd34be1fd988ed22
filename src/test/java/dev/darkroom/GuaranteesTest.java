package dev.darkroom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.testing.NamedTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The table of guarantees names tests that are there, and calls nothing proven that is not. */
class GuaranteesTest {

    private static final Path TABLE = Path.of("src", "docs", "guarantees.md");
    private static final Pattern ROW = Pattern.compile("\\| (\\d+) \\|(.*)\\|");

    /** Not built yet, or not proven as the design wants it; a row may name what is proven all the same. */
    private static final List<Integer> OPEN = List.of(21, 30, 34);

    @Test
    void each_fault_has_a_row() throws IOException {
        assertThat(rows().keySet())
                .containsExactlyInAnyOrderElementsOf(IntStream.concat(IntStream.rangeClosed(1, 39), IntStream.of(44))
                        .boxed()
                        .toList());
    }

    @Test
    void each_fault_that_is_not_open_names_a_test() throws IOException {
        rows().forEach((fault, row) -> {
            assertThat(row.contains("*open*")).as("fault %d is open", fault).isEqualTo(OPEN.contains(fault));
            if (!OPEN.contains(fault)) {
                assertThat(NamedTests.in(row))
                        .as("fault %d names a test", fault)
                        .isNotEmpty();
            }
        });
    }

    @Test
    void each_test_that_is_named_is_there() throws IOException {
        assertThat(NamedTests.in(Files.readString(TABLE)))
                .isNotEmpty()
                .allSatisfy(test -> assertThat(test.isThere()).as("%s", test).isTrue());
    }

    private static Map<Integer, String> rows() throws IOException {
        return Files.readAllLines(TABLE).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .collect(Collectors.toMap(row -> Integer.valueOf(row.group(1)), row -> row.group(2)));
    }
}
