package dev.darkroom.lab;

import static dev.darkroom.lab.Scenario.Effects.RENDITIONS;
import static dev.darkroom.lab.Scenario.Effects.charges;
import static dev.darkroom.lab.Scenario.Effects.mails;

import dev.darkroom.jobs.Labelled;
import dev.darkroom.lab.Scenario.Expectation;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A named point in the life of a job at which a process can be halted or paused. */
enum CrashPoint implements Labelled {
    AT_ONCE(
            "now",
            "The process dies now, wherever it is",
            mails(1),
            "Sign someone up first. The lease of the interrupted run expires, and the next process sends the mail."),
    BEFORE_COMMIT(
            "before the commit",
            "The record and the job are written, but not committed",
            mails(0),
            "You get no answer, and nothing is stored: neither a record nor a job. Sign up again."),
    BETWEEN_WRITES(
            "without outbox",
            "The record is committed, and its job is not",
            mails(0),
            "No process finds the job, and the record stays “processing”. This gap exists only without the"
                    + " outbox, so arming it removes that guard, too."),
    BEFORE_PUBLISH(
            "marked, not sent",
            "The job is marked, and its message is not sent",
            mails(1),
            "The mark expires after one lease. Any process then hands the job over again."),
    AFTER_PUBLISH(
            "sent, not claimed",
            "The message is with the broker, and not claimed",
            mails(1),
            "Another worker, or the next process, gets the message and claims the job."),
    BEFORE_ACKNOWLEDGEMENT(
            "claimed, not acknowledged",
            "The claim is committed, and its message not acknowledged",
            mails(1),
            "The message comes again: 0 rows. The lease expires, and attempt 2 sends the mail."),
    AFTER_CLAIM(
            "claimed, not run",
            "The job is claimed, but its run has not begun",
            mails(1),
            "The lease expires, and attempt 2 sends the mail. Attempt 1 did nothing."),
    BEFORE_EFFECT(
            "before sending",
            "A mail is about to be sent, or a card to be charged",
            mails(1),
            "The lease expires, and attempt 2 sends the mail. Attempt 1 had not sent it."),
    AFTER_EFFECT(
            "sent, not recorded",
            "The mail is out, and nothing says so",
            mails(2),
            "Attempt 2 sends it again with the same Message-ID. Durable means at least once, and SMTP has no key"
                    + " to make it exactly once."),
    BEFORE_RENAME(
            "before the rename",
            "A picture is written under a temporary name",
            RENDITIONS,
            "No part of it is ever served. Attempt 2 writes the file again; the old one is swept later."),
    AFTER_RENAME(
            "renamed, not recorded",
            "The picture has its final name, but is not recorded",
            RENDITIONS,
            "Attempt 2 writes the same file again under the same name."),
    BEFORE_SETTLE(
            "before settling",
            "The work is done, and about to be recorded",
            charges(1),
            "The card is charged, and the job is still running. Attempt 2 asks the gateway with the same key and"
                    + " gets the same receipt.");

    static final Set<CrashPoint> OF_BROKER = EnumSet.of(BEFORE_PUBLISH, AFTER_PUBLISH, BEFORE_ACKNOWLEDGEMENT);

    /** The words at its gap in the path. */
    public final String gap;

    public final String title;
    final Expectation afterHalt;

    CrashPoint(String gap, String title, Scenario.Effects effects, String afterHalt) {
        this.gap = gap;
        this.title = title;
        this.afterHalt = Expectation.of(effects, afterHalt);
    }

    /** The points that are places in the path of a job. */
    static List<CrashPoint> gaps() {
        return Arrays.stream(values()).filter(point -> point != AT_ONCE).toList();
    }

    Expectation afterPause() {
        return afterHalt.ofPause(
                switch (this) {
                    case BEFORE_COMMIT, BETWEEN_WRITES ->
                        "The request waits here until you repair it, and other requests do not. Then it continues.";
                    case BEFORE_PUBLISH, AFTER_PUBLISH -> "Relays wait here until you repair it. Sent messages do not.";
                    case BEFORE_ACKNOWLEDGEMENT -> "Acknowledgements wait here until you repair it. Runs do not.";
                    default -> "Each run waits here, and keeps its lease, until you repair it. Then it continues.";
                });
    }

    boolean isBeforeAnEffect() {
        return this == BEFORE_EFFECT || this == BEFORE_RENAME;
    }
}
