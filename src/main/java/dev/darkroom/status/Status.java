package dev.darkroom.status;

import java.util.Locale;

/** What has become of the work on a record. */
public enum Status {
    PROCESSING,
    COMPLETE,
    FAILED;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
