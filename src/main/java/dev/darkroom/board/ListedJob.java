package dev.darkroom.board;

import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobReader.Seen;
import dev.darkroom.status.StatusView;
import dev.darkroom.status.Strip;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A row of the board.
 *
 * @param own whether the visitor may open what the job is about
 * @param owner the email of its owner, or their id; null if the visitor sees only their own jobs
 */
public record ListedJob(Seen seen, StatusView status, Instant now, boolean own, String owner) {

    public Job job() {
        return seen.job();
    }

    public String shortId() {
        return Job.shortKey(job().id.toString());
    }

    public String age() {
        return Strip.words(Duration.between(job().createdAt, now));
    }

    public String created() {
        return job().createdAt.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** The name of the state's shape. */
    public String phase() {
        return isSilent() ? "silent" : status.phase();
    }

    public String word() {
        return switch (phase()) {
            case "silent" -> "lease out" + in(status.leaseEndsAt());
            case "retrying" -> "retrying" + in(job().runAt);
            case "done" -> "complete";
            case "dead" -> "failed";
            default -> status.phase();
        };
    }

    private String in(Instant time) {
        long seconds = (Duration.between(now, time).toMillis() + 999) / 1000;
        return seconds <= 0 ? "" : " in " + Strip.words(Duration.ofSeconds(seconds));
    }

    /** The obstacle to the job's end; empty if there is none. */
    public String problem() {
        if (isSilent()) {
            String process = status.waitingFor().process();
            return (process == null ? "Its process" : "P" + process.substring(1)) + " stopped sending heartbeats.";
        }
        if (job().state == Job.State.COMPLETE) {
            return "";
        }
        if (job().lastError != null) {
            return job().lastError;
        }
        return job().state == Job.State.QUEUED
                        && Duration.between(job().runAt, now).toSeconds() > 1
                ? "Waits for " + Strip.words(Duration.between(job().runAt, now))
                        + (seen.paused() ? ": its lane is paused." : ".")
                : "";
    }

    public String attempts() {
        String limit = job().maxAttempts == null ? "" : " of " + job().maxAttempts;
        return job().attempt + limit + (job().round > 1 ? ", round " + job().round : "");
    }

    public boolean isRetryable() {
        return job().state == Job.State.DEAD && job().retryable;
    }

    /** A job without a limit of attempts is cancelled only before its first run. */
    public boolean isCancellable() {
        return !job().state.isFinished() && (job().maxAttempts != null || job().claimedAt == null);
    }

    private boolean isSilent() {
        return status.leaseEndsAt() != null;
    }
}
