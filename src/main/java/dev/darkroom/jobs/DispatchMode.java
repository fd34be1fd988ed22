package dev.darkroom.jobs;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The three ways to do the slow part of a request. */
public enum DispatchMode {
    INLINE,
    VOLATILE,
    DURABLE;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<DispatchMode> of(String label) {
        return Arrays.stream(values())
                .filter(mode -> mode.label().equals(label))
                .findFirst();
    }
}
