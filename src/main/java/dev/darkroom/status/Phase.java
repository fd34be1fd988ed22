package dev.darkroom.status;

import java.util.Locale;

/** Where the work is at this moment. */
public enum Phase {
    QUEUED,
    RUNNING,
    RETRYING,
    DONE,
    DEAD,
    /** Accepted only in the memory of a process that is gone: nothing will ever move it. */
    LOST;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
