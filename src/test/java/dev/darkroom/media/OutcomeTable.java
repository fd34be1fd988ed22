package dev.darkroom.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;

/** How many uploads came to which end, as a table in {@code target/uploads.md}. */
final class OutcomeTable {

    private static final Path FILE = Path.of("target", "uploads.md");

    private final String corpus;
    private final Map<String, Integer> counts = new TreeMap<>();

    OutcomeTable(String corpus) {
        this.corpus = corpus;
    }

    void count(String outcome) {
        counts.merge(outcome, 1, Integer::sum);
    }

    /** Behind the tables of the other corpora. */
    void write() throws IOException {
        int size = counts.values().stream().mapToInt(Integer::intValue).sum();
        StringBuilder table = new StringBuilder("\n| %s | %d |%n|---|--:|%n".formatted(corpus, size));
        counts.forEach((outcome, count) -> table.append("| %s | %d |%n".formatted(outcome, count)));
        Files.writeString(FILE, table, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
