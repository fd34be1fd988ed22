package dev.darkroom.authorisation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What was asked and what was answered, as a table to read: {@code target/authorisation.md}. */
final class Report {

    private static final Path FILE = Path.of("target", "authorisation.md");

    private final List<String> routes = new ArrayList<>();
    private final List<String> withoutToken = new ArrayList<>();
    private final List<String> outside = new ArrayList<>();

    void asked(Row row, String programs, String people) {
        routes.add("| `%s` | %s | %s |".formatted(row, programs.replace(" ", " | "), people.replace(" ", " | ")));
    }

    void refusedWithoutToken(Row row) {
        withoutToken.add("- `%s`".formatted(row));
    }

    void outside(String path, int status) {
        outside.add("| `%s` | %d |".formatted(path, status));
    }

    void write() throws IOException {
        int roles = Role.values().length;
        List<String> lines = new ArrayList<>();
        lines.add("# Who may do what");
        lines.add("");
        lines.add("%d routes × %d roles × programs and people = %d checks; %d routes refused without a token."
                .formatted(routes.size(), roles, routes.size() * roles * 2, withoutToken.size()));
        lines.add("");
        lines.add(
                "| Route | program: anonymous | owner | other | operator | person: anonymous | owner | other | operator |");
        lines.add("|---|--:|--:|--:|--:|--:|--:|--:|--:|");
        lines.addAll(routes);
        lines.add("");
        lines.add("## Refused without a CSRF token");
        lines.add("");
        lines.addAll(withoutToken);
        lines.add("");
        lines.add("## The same for everybody");
        lines.add("");
        lines.add("| Path | Status |");
        lines.add("|---|--:|");
        lines.addAll(outside);
        Files.createDirectories(FILE.getParent());
        Files.write(FILE, lines);
    }
}
