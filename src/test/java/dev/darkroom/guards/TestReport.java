package dev.darkroom.guards;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What Maven's test reports say of a run.
 *
 * @param tests that ran
 * @param failures of those, by an assertion
 * @param errors of those, by anything else
 * @param message of the first failure
 */
record TestReport(int tests, int failures, int errors, String message) {

    private static final List<String> FOLDERS = List.of("surefire-reports", "failsafe-reports");
    private static final Pattern TEST = Pattern.compile("<testcase ");
    private static final Pattern FAILURE = Pattern.compile("<failure message=\"([^\"]*)\"");
    private static final Pattern ERROR = Pattern.compile("<error[ >]");
    private static final int LONGEST_MESSAGE = 160;

    static TestReport of(Path target) {
        String all = String.join("", reports(target).map(TestReport::read).toList());
        String message =
                FAILURE.matcher(all).results().map(TestReport::text).findFirst().orElse("");
        return new TestReport(count(TEST, all), count(FAILURE, all), count(ERROR, all), message);
    }

    static void clear(Path target) {
        reports(target).map(Path::toFile).forEach(report -> {
            if (!report.delete()) {
                throw new IllegalStateException(report + " is in the way");
            }
        });
    }

    private static Stream<Path> reports(Path target) {
        return FOLDERS.stream().map(target::resolve).filter(Files::isDirectory).flatMap(folder -> {
            try (Stream<Path> files = Files.list(folder)) {
                return files.filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml")).toList().stream();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static String read(Path report) {
        try {
            return Files.readString(report);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int count(Pattern pattern, String text) {
        return (int) pattern.matcher(text).results().count();
    }

    private static String text(MatchResult failure) {
        String line = failure.group(1)
                .replaceAll("&#10;|\\s+", " ")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("|", "/")
                .strip();
        return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + "…";
    }
}
