package dev.darkroom.processes;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The process that replaces a killed one and is named in its log; it is ended on close. */
public record Replacement(ProcessHandle process) implements AutoCloseable {

    private static final Pattern NAMED = Pattern.compile("replacement is process (\\d+)");

    public static Replacement of(ApplicationProcess dead) {
        Matcher named = NAMED.matcher(String.join("\n", dead.log()));
        if (!named.find()) {
            throw new IllegalStateException("no replacement in " + dead.log());
        }
        return new Replacement(ProcessHandle.of(Long.parseLong(named.group(1))).orElseThrow());
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
