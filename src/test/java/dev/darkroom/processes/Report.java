package dev.darkroom.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A table of figures in {@code target/browser}, which grows while tests run. */
final class Report {

    private static final Path FOLDER = Path.of("target", "browser");

    private final Path file;

    Report(String name, String... columns) {
        file = FOLDER.resolve(name);
        if (Files.notExists(file)) {
            write(row((Object[]) columns)
                    + row(Stream.of(columns).map(column -> "---").toArray()));
        }
    }

    void add(Object... cells) {
        write(row(cells));
    }

    private static String row(Object... cells) {
        return Stream.of(cells).map(String::valueOf).collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private void write(String text) {
        try {
            Files.createDirectories(FOLDER);
            Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
