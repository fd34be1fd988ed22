package dev.darkroom.jobs;

import java.util.Locale;

/** A queue with its own concurrency, so that slow work of one kind never starves another. */
public enum Lane {
    MAIL,
    IMAGES,
    PAYMENTS;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
