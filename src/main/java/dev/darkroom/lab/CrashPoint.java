package dev.darkroom.lab;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A named place on the way of a job, where a process can be made to stop or to die. */
enum CrashPoint {
    AT_ONCE("whatever this process is doing"),
    BEFORE_COMMIT("record and job are written, and not committed"),
    BETWEEN_WRITES("the record is committed and the job is not: only without the outbox"),
    BEFORE_PUBLISH("the hand-over is noted, its message is not sent"),
    AFTER_PUBLISH("the message is sent"),
    BEFORE_EFFECT("a mail is about to be sent, a card to be charged"),
    AFTER_EFFECT("the mail is sent, the card is charged, and nobody has noted it"),
    BEFORE_RENAME("a picture is written, beside its place"),
    AFTER_RENAME("the picture is in its place, and nobody has noted it"),
    BEFORE_SETTLE("the work is done, its end is about to be recorded");

    private final String says;

    CrashPoint(String says) {
        this.says = says;
    }

    static Optional<CrashPoint> of(String label) {
        return Arrays.stream(values())
                .filter(point -> point.label().equals(label))
                .findFirst();
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    boolean comesBeforeAnEffect() {
        return this == BEFORE_EFFECT || this == BEFORE_RENAME;
    }

    public String says() {
        return says;
    }
}
