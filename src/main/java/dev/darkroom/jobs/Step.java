package dev.darkroom.jobs;

import java.util.Locale;

/** What can happen to a job, as its timeline tells it. */
public enum Step {
    QUEUED,
    HANDED_OVER,
    CLAIMED,
    HEARTBEAT,
    PROGRESS,
    COMPLETE,
    FAILED,
    DEAD,
    RESCUED,
    /** Somebody has broken something here on purpose: see the lab. */
    REACHED,
    RELEASED,
    RETRIED,
    CANCELLED;

    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
