package dev.darkroom.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How much there is to read, against what there should be. */
final class SourceFigures {

    private static final Path MAIN = Path.of("src", "main", "java", "dev", "darkroom");
    private static final Path TESTS = Path.of("src", "test", "java");
    private static final Pattern TEST = Pattern.compile("^ *@(Test|ParameterizedTest|RepeatedTest|TestFactory)\\b");

    /** Lines of main Java, all lines, as the design has them. */
    private static final Map<String, Integer> AIMS = Map.of(
            "jobs", 900, "account", 300, "media", 700, "billing", 350, "gateway", 250, "status", 250, "web", 500, "lab",
            700);

    String measure() throws IOException {
        List<Path> files = java(MAIN);
        Map<String, Integer> lines = files.stream()
                .collect(Collectors.groupingBy(
                        SourceFigures::packageOf, TreeMap::new, Collectors.summingInt(file -> lines(file)
                                .size())));
        Path largest = files.stream()
                .max(Comparator.comparingInt(file -> lines(file).size()))
                .orElseThrow();
        return """
            ## Lines and tests

            Lines of main Java, all lines.

            | Package | lines | aim |
            |---|--:|--:|
            %s| all | %d | |

            The largest file is `%s` with %d lines. There are %d test methods.
            """
                .formatted(
                        lines.entrySet().stream()
                                .map(entry -> row(entry.getKey(), entry.getValue()))
                                .collect(Collectors.joining()),
                        lines.values().stream().mapToInt(Integer::intValue).sum(),
                        MAIN.relativize(largest),
                        lines(largest).size(),
                        tests());
    }

    private static String row(String name, int lines) {
        Integer aim = AIMS.get(name);
        return "| %s | %d | %s |\n".formatted(name, lines, aim == null ? "" : aim);
    }

    private static long tests() throws IOException {
        return java(TESTS).stream()
                .flatMap(file -> lines(file).stream())
                .filter(line -> TEST.matcher(line).find())
                .count();
    }

    private static String packageOf(Path file) {
        Path inside = MAIN.relativize(file);
        return inside.getNameCount() == 1 ? "(root)" : inside.getName(0).toString();
    }

    private static List<Path> java(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
