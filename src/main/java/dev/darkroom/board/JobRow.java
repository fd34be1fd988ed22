package dev.darkroom.board;

import dev.darkroom.jobs.Job;
import dev.darkroom.status.Strip;
import java.time.Duration;
import java.time.Instant;

/** A job as the board shows it at one moment. */
public record JobRow(Job job, Instant now) {

    /** The noun of the job's kind, and the beginning of its key: {@code photo 3f2a81b0}. */
    public String about() {
        String noun = job.kind.substring(job.kind.lastIndexOf('-') + 1);
        return noun + " " + Job.shortKey(job.key);
    }

    public String age() {
        return words(Duration.between(job.createdAt, now)) + " ago";
    }

    /** How long the job has waited, runs or ran; empty if it never ran. */
    public String time() {
        return switch (job.state) {
            case QUEUED ->
                job.runAt.isAfter(now)
                        ? "next try in " + between(now, job.runAt)
                        : "waiting " + between(job.runAt, now);
            case RUNNING -> "running " + between(job.claimedAt, now);
            default ->
                job.claimedAt == null || job.finishedAt == null ? "" : "ran " + between(job.claimedAt, job.finishedAt);
        };
    }

    /** The job's state in the words of a record's phase. */
    public String phase() {
        return switch (job.state) {
            case QUEUED -> job.attempt > 0 ? "retrying" : "queued";
            case RUNNING -> "running";
            case COMPLETE -> "done";
            case DEAD -> "dead";
            case CANCELLED -> "cancelled";
            case UNKNOWN -> "unknown";
        };
    }

    private static String between(Instant from, Instant to) {
        return Strip.duration(Math.max(0, Duration.between(from, to).toMillis()));
    }

    /** Uses the largest unit that gives two or more. A negative age (the database's clock is ahead) counts as zero. */
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
