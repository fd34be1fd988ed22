package dev.darkroom.lab;

import dev.darkroom.jobs.Labelled;

/** A named point in the life of a job at which a process can be halted or paused. */
enum CrashPoint implements Labelled {
    AT_ONCE("now, wherever the process is"),
    BEFORE_COMMIT("the record and the job are written, but not committed"),
    BETWEEN_WRITES("the record is committed, the job is not: only without the outbox"),
    AFTER_CLAIM("the job is claimed, but its run has not begun"),
    BEFORE_EFFECT("a mail is about to be sent, or a card to be charged"),
    AFTER_EFFECT("the mail is sent or the card charged, but not recorded"),
    BEFORE_RENAME("a picture is written under a temporary name"),
    AFTER_RENAME("the picture has its final name, but is not recorded"),
    BEFORE_SETTLE("the work is done, and about to be recorded");

    public final String description;

    CrashPoint(String description) {
        this.description = description;
    }

    boolean isBeforeAnEffect() {
        return this == BEFORE_EFFECT || this == BEFORE_RENAME;
    }
}
