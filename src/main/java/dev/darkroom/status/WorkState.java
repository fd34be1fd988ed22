package dev.darkroom.status;

import dev.darkroom.jobs.DispatchMode;
import dev.darkroom.jobs.Failure;
import dev.darkroom.jobs.JobEvent;
import dev.darkroom.jobs.JobHandler.End;
import dev.darkroom.jobs.Jobs.Acceptance;
import dev.darkroom.jobs.Labelled;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The state of the work on a record: the same columns in every table of records. */
@Embeddable
public class WorkState {

    /** {@code COMPLETE} is final; only a retry by a person leaves {@code FAILED}. */
    public enum Status implements Labelled {
        PROCESSING,
        COMPLETE,
        FAILED
    }

    @Enumerated(EnumType.STRING)
    Status status;

    @Enumerated(EnumType.STRING)
    @Column(updatable = false)
    DispatchMode mode;

    @Column(updatable = false)
    UUID processRun;

    String step;
    int done;
    int total;

    String error;

    /** Whether the visitor's own input caused the failure. */
    boolean rejected;

    @Column(updatable = false)
    Instant acceptedAt;

    Instant startedAt;
    Instant finishedAt;

    /** The job that ended the work on a durable record, and its attempts. They are copied here because jobs are pruned. */
    UUID job;

    Integer attempt;
    Integer maxAttempts;

    /** Its last runs, as {@link JobEvent#runs} returns them; null without a job. */
    String runs;

    /** The person who cancelled the work; null if nobody did. */
    String cancelledBy;

    /** Milliseconds that the accepting request took. Written after the commit, best effort. */
    @Column(insertable = false, updatable = false)
    Integer requestMs;

    protected WorkState() {}

    public WorkState(Acceptance acceptance, int total) {
        this.status = Status.PROCESSING;
        this.mode = acceptance.mode();
        this.processRun = acceptance.process();
        this.acceptedAt = acceptance.at();
        this.total = total;
    }

    public DispatchMode mode() {
        return mode;
    }

    /** The process that accepted the work. */
    public UUID acceptedBy() {
        return processRun;
    }

    public boolean is(Status status) {
        return this.status == status;
    }

    /** Whether the work has not ended. Without a job, it is lost after a day at the latest. */
    public boolean mayGoOn() {
        Instant dayAgo = Instant.now().minus(Duration.ofDays(1));
        return status == Status.PROCESSING && (mode == DispatchMode.DURABLE || acceptedAt.isAfter(dayAgo));
    }

    /** Whether the work failed inside the request: then the failure is the response. */
    public boolean hasFailedInline() {
        return mode == DispatchMode.INLINE && status == Status.FAILED;
    }

    /** Whether the accepting request has yet to do the work, or is doing it. */
    public boolean isPendingInline() {
        return mode == DispatchMode.INLINE && status == Status.PROCESSING;
    }

    /** The status code for accepted work: 201 if the request has done it, otherwise 202, even if it ended meanwhile. */
    public int acceptedCode() {
        return mode == DispatchMode.INLINE && status != Status.PROCESSING ? 201 : 202;
    }

    public boolean isRejected() {
        return rejected;
    }

    public String error() {
        return error;
    }

    public void start(Instant at) {
        startedAt = at;
    }

    public void progress(String step, int done, int total) {
        this.step = step;
        this.done = done;
        this.total = total;
    }

    public StatusView.Progress progress(Long remainingMs, Integer kept) {
        return new StatusView.Progress(step, done, total == 0 ? null : total, remainingMs, kept);
    }

    public void recordError(String reason) {
        error = reason;
    }

    /** Completes the record; a second completion changes nothing. */
    void complete(End end) {
        if (status == Status.COMPLETE) {
            return;
        }
        require(Status.PROCESSING);
        status = Status.COMPLETE;
        done = total;
        error = null;
        end(end);
    }

    public void fail(Failure failure, End end) {
        require(Status.PROCESSING);
        status = Status.FAILED;
        error = failure.reason();
        rejected = failure.permanent();
        end(end);
    }

    /** @param possibleEffect of a run that had begun */
    void cancel(String by, Optional<String> possibleEffect, End end) {
        require(Status.PROCESSING);
        Optional<String> effect = possibleEffect.filter(any -> end.job().claimedAt != null);
        status = Status.FAILED;
        cancelledBy = by;
        error = "cancelled by " + by + effect.map("; "::concat).orElse("");
        end(end);
    }

    public boolean isCancelled() {
        return cancelledBy != null;
    }

    private void end(End end) {
        finishedAt = end.at();
        if (end.job() != null) {
            job = end.job().id;
            startedAt = end.job().startedAt;
            attempt = end.job().attempt;
            maxAttempts = end.job().maxAttempts;
            runs = JobEvent.runs(end.job());
        }
    }

    /** Returns a failed record to processing, for a retry by a person. */
    public void retry() {
        require(Status.FAILED);
        status = Status.PROCESSING;
        finishedAt = null;
        rejected = false;
        runs = null;
    }

    private void require(Status expected) {
        if (status != expected) {
            throw new IllegalStateException("the record is %s, not %s".formatted(status.label(), expected.label()));
        }
    }
}
