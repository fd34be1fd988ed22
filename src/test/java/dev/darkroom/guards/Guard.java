package dev.darkroom.guards;

import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.patch.Patch;
import com.github.difflib.patch.PatchFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Something that a guarantee rests on, and that can be taken out.
 *
 * @param name of its file
 * @param what it is, in a few words
 * @param test that must fail without it, as Maven selects tests: {@code Class#method}
 * @param file that the patch changes, relative to the project
 * @param diff in the unified format
 */
record Guard(String name, String what, String test, Path file, List<String> diff) {

    private static final Path FOLDER = Path.of("src", "test", "guards");

    static List<Guard> all() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().map(Guard::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file's lines without the guard; where the surroundings have moved, the patch follows them. */
    List<String> takenOutOf(List<String> lines) throws PatchFailedException {
        Patch<String> patch = UnifiedDiffUtils.parseUnifiedDiff(diff);
        return patch.applyFuzzy(lines, 0);
    }

    boolean needsProcesses() {
        return test.matches(".*IT#.*");
    }

    private static Guard read(Path patch) {
        try {
            List<String> lines = Files.readAllLines(patch);
            String name = patch.getFileName().toString().replace(".patch", "");
            List<String> diff =
                    lines.stream().dropWhile(line -> !line.startsWith("--- ")).toList();
            Path file = Path.of(diff.get(0).substring("--- a/".length()));
            return new Guard(name, field(lines, "Guard: "), field(lines, "Test: "), file, diff);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String field(List<String> lines, String label) {
        return lines.stream()
                .filter(line -> line.startsWith(label))
                .map(line -> line.substring(label.length()))
                .findFirst()
                .orElseThrow();
    }
}
