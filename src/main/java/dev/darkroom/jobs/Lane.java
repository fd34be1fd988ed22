package dev.darkroom.jobs;

import java.util.Locale;

/** A queue of its own with a concurrency of its own, so that slow work of one sort never starves another. */
public enum Lane {
    MAIL,
    IMAGES,
    PAYMENTS;

    /** The lane as settings, channels and the job table spell it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
