package dev.darkroom.jobs;

import java.time.Duration;

/** A failure that another try may well mend; its message is meant for the visitor. */
public abstract class TransientFailure extends RuntimeException {

    private final transient Duration retryAfter;

    protected TransientFailure(String message, Throwable cause) {
        this(message, cause, Duration.ZERO);
    }

    /** @param retryAfter how long the other side has asked to be left alone; zero if it has not */
    protected TransientFailure(String message, Throwable cause, Duration retryAfter) {
        super(message, cause);
        this.retryAfter = retryAfter;
    }

    Duration retryAfter() {
        return retryAfter;
    }
}
