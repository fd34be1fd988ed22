package dev.darkroom.status;

import dev.darkroom.jobs.DispatchMode;
import dev.darkroom.jobs.Failure;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.Jobs.Acceptance;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.time.Instant;
import java.util.UUID;

/** What a record knows of the work that is done on it: the same columns in every table whose rows are worked on. */
@Embeddable
public class WorkState {

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

    /** Of a failed one: whether the visitor's own input is the reason. */
    boolean rejected;

    @Column(updatable = false)
    Instant acceptedAt;

    Instant startedAt;
    Instant finishedAt;

    /** Of a durable one that is complete: the job that did it, and in which attempt; the job is forgotten earlier. */
    UUID job;

    Integer attempt;
    Integer maxAttempts;

    /** How long the accepting request took, in milliseconds; noted after the answer, best effort. */
    @Column(insertable = false, updatable = false)
    Integer requestMs;

    protected WorkState() {}

    /** @param total how many steps the work will have */
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

    public boolean is(Status wanted) {
        return status == wanted;
    }

    /** Whether the visitor has waited for a failure: then that is the answer. */
    public boolean hasFailedInline() {
        return mode == DispatchMode.INLINE && status == Status.FAILED;
    }

    /** Whether the request that accepted it waits for its end. */
    public boolean isWaitedFor() {
        return mode == DispatchMode.INLINE && status == Status.PROCESSING;
    }

    public boolean isRejected() {
        return rejected;
    }

    public String error() {
        return error;
    }

    public void start(Instant at) {
        if (startedAt == null) {
            startedAt = at;
        }
    }

    public void progress(String step, int done, int total) {
        this.step = step;
        this.done = done;
        this.total = total;
    }

    /** Says what went wrong last; its status stays what it is. */
    public void explain(String reason) {
        error = reason;
    }

    /**
     * What is complete stays as it is: a second worker that says so too changes nothing.
     *
     * @param by null where there is none: in two of three modes
     */
    void complete(Instant at, Job by) {
        if (status == Status.COMPLETE) {
            return;
        }
        demandProcessing();
        status = Status.COMPLETE;
        done = total;
        error = null;
        finishedAt = at;
        if (by != null) {
            job = by.id;
            attempt = by.attempt;
            maxAttempts = by.maxAttempts;
        }
    }

    public void fail(Failure failure, Instant at) {
        demandProcessing();
        status = Status.FAILED;
        error = failure.reason();
        rejected = failure.permanent();
        finishedAt = at;
    }

    /** A person has had it tried again. */
    public void retry() {
        if (status != Status.FAILED) {
            throw new IllegalStateException("only what has failed is tried again, and this is " + status.label());
        }
        status = Status.PROCESSING;
        finishedAt = null;
        rejected = false;
    }

    private void demandProcessing() {
        if (status != Status.PROCESSING) {
            throw new IllegalStateException(
                    "already " + status.label() + ": complete and failed are not left this way");
        }
    }
}
