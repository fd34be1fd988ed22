package dev.darkroom.processes;

import java.util.regex.Pattern;

/** The process that has last replaced a killed one, and is named in the log of both; it is ended on close. */
public record Replacement(ProcessHandle process) implements AutoCloseable {

    private static final Pattern NAMED = Pattern.compile("replacement is process (\\d+)");

    public static Replacement of(ApplicationProcess dead) {
        return NAMED.matcher(String.join("\n", dead.log()))
                .results()
                .reduce((earlier, last) -> last)
                .map(named -> ProcessHandle.of(Long.parseLong(named.group(1))).orElseThrow())
                .map(Replacement::new)
                .orElseThrow(() -> new IllegalStateException("no replacement in " + dead.log()));
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
