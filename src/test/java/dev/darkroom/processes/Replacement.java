package dev.darkroom.processes;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The process that replaces a killed one, or its replacement, and is the last one that their log names. It is ended on close. */
public record Replacement(ProcessHandle process) implements AutoCloseable {

    private static final Pattern NAMED = Pattern.compile("replacement is process (\\d+)");

    public static Replacement of(ApplicationProcess dead) {
        Matcher named = NAMED.matcher(String.join("\n", dead.log()));
        return named.results()
                .reduce((earlier, later) -> later)
                .map(last -> new Replacement(
                        ProcessHandle.of(Long.parseLong(last.group(1))).orElseThrow()))
                .orElseThrow(() -> new IllegalStateException("no replacement in " + dead.log()));
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
