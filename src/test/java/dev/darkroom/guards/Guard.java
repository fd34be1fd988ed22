package dev.darkroom.guards;

import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.patch.PatchFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Something that a guarantee rests on, and that can be taken out.
 *
 * @param name of its file
 * @param what it is, in a few words
 * @param test that must fail without it, as Maven selects tests: {@code Class#method}
 * @param diffs in the unified format, by the file that each changes
 */
record Guard(String name, String what, String test, Map<Path, List<String>> diffs) {

    private static final Path FOLDER = Path.of("src", "test", "guards");
    private static final String FILE = "--- a/";

    static List<Guard> all() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().map(Guard::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file's lines without the guard; where the surroundings have moved, the patch follows them. */
    List<String> takenOutOf(Path file, List<String> lines) throws PatchFailedException {
        return UnifiedDiffUtils.parseUnifiedDiff(diffs.get(file)).applyFuzzy(lines, 0);
    }

    boolean needsProcesses() {
        return test.matches(".*IT#.*");
    }

    /** The test's name as documents have it: {@code Class.method}. */
    String testAsRead() {
        return test.substring(test.lastIndexOf('.', test.indexOf('#')) + 1).replace('#', '.');
    }

    private static Guard read(Path patch) {
        try {
            List<String> lines = Files.readAllLines(patch);
            String name = patch.getFileName().toString().replace(".patch", "");
            return new Guard(name, field(lines, "Guard: "), field(lines, "Test: "), diffs(lines));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<Path, List<String>> diffs(List<String> lines) {
        Map<Path, List<String>> diffs = new LinkedHashMap<>();
        List<String> current = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith(FILE)) {
                current = new ArrayList<>();
                diffs.put(Path.of(line.substring(FILE.length())), current);
            }
            current.add(line);
        }
        return diffs;
    }

    private static String field(List<String> lines, String label) {
        return lines.stream()
                .filter(line -> line.startsWith(label))
                .map(line -> line.substring(label.length()))
                .findFirst()
                .orElseThrow();
    }
}
