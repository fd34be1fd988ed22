package dev.darkroom.jobs;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The three ways in which the slow part of a request can be handed on. */
public enum DispatchMode {
    INLINE,
    VOLATILE,
    DURABLE;

    /** The mode as cookies, headers and settings spell it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The mode of that spelling, or nothing for any other text. */
    public static Optional<DispatchMode> of(String label) {
        return Arrays.stream(values())
                .filter(mode -> mode.label().equals(label))
                .findFirst();
    }
}
