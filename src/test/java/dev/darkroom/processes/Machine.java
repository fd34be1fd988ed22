package dev.darkroom.processes;

import java.time.LocalDate;

/** What the figures were measured on. */
final class Machine {

    private Machine() {}

    static String sentence() {
        return "Measured on %s with %d processors, %s %s, Java %s. Times are those of a client on the same machine."
                .formatted(
                        LocalDate.now(),
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        System.getProperty("java.version"));
    }
}
