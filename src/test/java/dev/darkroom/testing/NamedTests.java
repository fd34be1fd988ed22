package dev.darkroom.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The tests that a document names, as {@code `SomeTest.a_test_method`}. */
public final class NamedTests {

    private static final Path TESTS = Path.of("src", "test", "java");
    private static final Pattern NAME = Pattern.compile("`([A-Z]\\w+)\\.([a-z_]\\w+)`");

    private NamedTests() {}

    /** A method of a test class. */
    public record Named(String type, String method) {

        public boolean isThere() {
            return source(type).contains("void " + method + "(");
        }
    }

    public static List<Named> in(String text) {
        return NAME.matcher(text)
                .results()
                .map(found -> new Named(found.group(1), found.group(2)))
                .toList();
    }

    private static String source(String type) {
        try (Stream<Path> files = Files.walk(TESTS)) {
            return files.filter(file -> file.endsWith(type + ".java"))
                    .map(NamedTests::read)
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
