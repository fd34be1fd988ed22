package dev.darkroom.status;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.darkroom.jobs.DispatchMode;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobReader;
import dev.darkroom.jobs.JobReader.Seen;
import dev.darkroom.jobs.Labelled;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The status of one record, as every status endpoint returns it. Jackson promises no order of methods, but their place must be
 * the same in each process, because an ETag is a hash of the body.
 */
@JsonPropertyOrder({"id", "status", "phase", "mode", "workText", "waitingText"})
public record StatusView(
        UUID id,
        String status,
        String phase,
        String mode,
        int attempt,
        Integer maxAttempts,
        Instant nextRetryAt,
        Integer queuePosition,
        Progress progress,
        List<Attempt> attempts,
        Instant leaseEndsAt,
        WaitingFor waitingFor,
        String error,
        String warning,
        Instant acceptedAt,
        Instant startedAt,
        Instant finishedAt,
        Integer requestMs,
        Map<String, String> links) {

    public enum Phase implements Labelled {
        QUEUED,
        RUNNING,
        RETRYING,
        DONE,
        DEAD,
        CANCELLED,
        /** A newer version has moved the job. */
        UNKNOWN,
        /** The work was only in a process that is gone, or its only try has ended without a known outcome. */
        LOST;

        public static Phase of(Job job) {
            return switch (job.state) {
                case QUEUED -> job.attempt == 0 ? QUEUED : RETRYING;
                case RUNNING -> RUNNING;
                case COMPLETE -> DONE;
                case DEAD -> DEAD;
                case CANCELLED -> CANCELLED;
                case UNKNOWN -> UNKNOWN;
            };
        }
    }

    /**
     * @param total null if it is unknown
     * @param remainingMs the estimated rest; null if it is unknown
     * @param kept the part of {@code done} that this attempt found done; null in the first, or if nothing is kept
     */
    public record Progress(String step, int done, Integer total, Long remainingMs, Integer kept) {}

    /** A run. {@code lastSignAt} is null while it is alive, {@code process} if the reader may not see internals. */
    public record Attempt(
            int attempt, String process, Instant startedAt, Instant lastSignAt, Instant endedAt, String outcome) {

        boolean isKilled() {
            return outcome.equals("running") && lastSignAt != null;
        }

        /** Whether its process fell silent. */
        public boolean hasDied() {
            return isKilled() || outcome.equals("rescued") || outcome.equals("fenced");
        }

        String words() {
            return switch (outcome) {
                case "complete" -> " was complete";
                case "failed" -> " failed";
                case "rescued" -> " fell silent and was rescued";
                case "fenced" -> " froze and was fenced";
                case "released" -> " was given back";
                case "cancelled" -> " was cancelled";
                default -> isKilled() ? " died" : " is running";
            };
        }

        Attempt withoutProcess() {
            return new Attempt(attempt, null, startedAt, lastSignAt, endedAt, outcome);
        }
    }

    /**
     * The reason why work does not run now. Its times are absolute, so that the ETag of a status stays the same while it waits.
     *
     * @param code {@code pause}: its lane is paused. {@code worker}: no worker is running. {@code lane}: jobs are ahead in its
     *     lane. {@code broker}: a broker has a message for it, or is away. {@code backoff}: it has failed and is retried
     *     later. {@code outcome}: only the external service knows whether it was done. {@code lease}: the process that runs
     *     it no longer sends heartbeats.
     * @param lane the lane of a queued job; null for other reasons
     * @param position in the queue; null if the job is not due
     * @param full whether all workers of the lane are busy
     * @param since the time of the hand-over to the broker; null if it is away, and for other reasons
     * @param until the time of the next attempt or hand-over, or the end of the lease; null if it is unknown
     * @param process the holder of the lease; null for other reasons, and if the reader may not see internals
     */
    public record WaitingFor(
            String code, String lane, Integer position, boolean full, Instant since, Instant until, String process) {

        /** Returns null if the work is running, has ended, or is lost for good. */
        static WaitingFor of(boolean needsProof, Phase phase, Seen seen, boolean silent, boolean internals) {
            return switch (phase) {
                case LOST -> needsProof ? new WaitingFor("outcome", null, null, false, null, null, null) : null;
                case RUNNING -> silent ? silent(seen.job(), internals) : null;
                case QUEUED, RETRYING -> seen == null ? null : queued(seen, needsProof);
                default -> null;
            };
        }

        private static WaitingFor silent(Job job, boolean internals) {
            return new WaitingFor("lease", null, null, false, null, job.leasedUntil, internals ? job.worker : null);
        }

        private static WaitingFor queued(Seen seen, boolean needsProof) {
            boolean due = seen.place() != null;
            String later = needsProof && seen.job().attempt > 0 ? "outcome" : "backoff";
            boolean handedOver = seen.job().handedOverUntil != null;
            String next = !due ? later : handedOver || seen.brokerAway() ? "broker" : "lane";
            String code = seen.paused() ? "pause" : seen.workers() == 0 ? "worker" : next;
            Instant since = code.equals("broker") && handedOver ? seen.job().handedOverAt : null;
            Instant until = since != null ? seen.job().handedOverUntil : code.equals(later) ? seen.job().runAt : null;
            boolean full = code.equals("lane") && seen.laneFull();
            return new WaitingFor(code, seen.job().laneLabel(), seen.place(), full, since, until, null);
        }

        /** The answer to "why is it waiting?" in one or two sentences, with absolute times. */
        String text() {
            return switch (code) {
                case "pause" -> "The lane " + lane + " is paused.";
                case "worker" -> "No worker is running." + (position == null ? "" : " " + ahead());
                case "lane" -> ahead() + (full ? " All its workers are busy." : " It starts when a worker is free.");
                case "broker" ->
                    since == null
                            ? "The broker is away. " + ahead()
                            : "It was handed over to the broker at " + clock(since)
                                    + ". If no worker has claimed it by " + clock(until) + ", it is handed over again.";
                case "backoff" -> "The next attempt is due at " + clock(until) + ".";
                case "outcome" ->
                    "Only the external service knows whether this was done."
                            + (until == null ? "" : " It is asked again at " + clock(until) + ".");
                default ->
                    holder() + " sends no heartbeats, and its lease holds the job until " + clock(until)
                            + ". Then any worker may take the job.";
            };
        }

        private String ahead() {
            return switch (position) {
                case 1 -> "It is the next in the lane " + lane + ".";
                case 2 -> "1 job is ahead of it in the lane " + lane + ".";
                case JobReader.LAST_PLACE -> "At least 999 jobs are ahead of it in the lane " + lane + ".";
                default -> position - 1 + " jobs are ahead of it in the lane " + lane + ".";
            };
        }

        private String holder() {
            return process == null ? "Its process" : process.replaceFirst("^p", "P");
        }

        private static String clock(Instant time) {
            return time.truncatedTo(ChronoUnit.SECONDS).toString().substring(11, 19) + " UTC";
        }
    }

    /** The status before any click. */
    public static StatusView none(DispatchMode mode) {
        return new StatusView(
                null,
                "none",
                "none",
                mode.label(),
                0,
                null,
                null,
                null,
                null,
                List.of(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                Map.of());
    }

    /** Whether the record can still change without a person's action. */
    public boolean moving() {
        return status.equals("processing") && !phase.equals("lost");
    }

    public boolean complete() {
        return status.equals("complete");
    }

    public boolean failed() {
        return status.equals("failed");
    }

    public boolean lost() {
        return phase.equals("lost");
    }

    /** Whether the work is lost, but its outcome may still become known. */
    public boolean unproven() {
        return lost() && waitingFor != null;
    }

    /** The reason why lost work has no result. */
    String lostReason() {
        return error != null ? error : "The process that accepted this work is gone, and did not record its end.";
    }

    /** Milliseconds from the acceptance. */
    long since(Instant at) {
        return Math.max(0, at.toEpochMilli() - acceptedAt.toEpochMilli());
    }

    /** The time from acceptance to the start of the work; null before it. */
    public Long waitMs() {
        return startedAt == null ? null : since(startedAt);
    }

    /** The time from acceptance to the end of the work; null before it. */
    public Long doneMs() {
        return finishedAt == null ? null : since(finishedAt);
    }

    /** The time from acceptance to the end of the work, in words. */
    public String doneText() {
        return Strip.duration(doneMs());
    }

    /** The sentence beside the strip: the time from the response to the end of the work, or its stage. */
    @JsonProperty
    public String workText() {
        return Strip.workText(this);
    }

    /** The answer to "why is it waiting?"; null if it is not waiting. */
    @JsonProperty
    public String waitingText() {
        return waitingFor == null ? null : waitingFor.text();
    }

    /** The length in milliseconds of one axis for all these strips. */
    public static long axis(List<StatusView> views) {
        Instant now = Instant.now();
        return views.stream()
                .mapToLong(view -> Strip.of(view, now, 0, 0).axisMs())
                .max()
                .orElse(0);
    }
}
