package dev.darkroom.board;

import dev.darkroom.jobs.Job;
import dev.darkroom.status.Strip;
import java.time.Duration;
import java.time.Instant;

/** A job as the board shows it, at one moment. */
public record JobRow(Job job, Instant now) {

    /** What it is about: a kind is a verb and a noun, and as much of the key as tells one from another. */
    public String about() {
        String noun = job.kind.substring(job.kind.lastIndexOf('-') + 1);
        return noun + " " + job.key.substring(0, Math.min(8, job.key.length()));
    }

    public String age() {
        return words(Duration.between(job.createdAt, now)) + " ago";
    }

    /** How long it has waited or run so far, or has run when it ended; empty for what never ran. */
    public String time() {
        return switch (job.state) {
            case QUEUED ->
                job.runAt.isAfter(now) ? "next try in " + since(now, job.runAt) : "waits " + since(job.runAt, now);
            case RUNNING -> "runs " + since(job.claimedAt, now);
            default -> job.claimedAt == null ? "" : "ran " + since(job.claimedAt, job.finishedAt);
        };
    }

    private static String since(Instant from, Instant to) {
        return Strip.milliseconds(Math.max(0, Duration.between(from, to).toMillis()));
    }

    /** As people say it: a database whose clock is ahead has written it just now. */
    static String words(Duration age) {
        if (age.toDays() > 1) {
            return age.toDays() + " days";
        }
        if (age.toMinutes() > 120) {
            return age.toHours() + " h";
        }
        return age.toSeconds() > 120 ? age.toMinutes() + " min" : Math.max(0, age.toSeconds()) + " s";
    }
}
