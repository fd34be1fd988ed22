package dev.darkroom.jobs;

import java.time.Duration;

/**
 * Why a run failed, in a form that can always be stored.
 *
 * @param reason one sentence, trimmed to 1000 characters
 * @param permanent whether a retry is pointless
 * @param retryAfter the delay that the other side asked for; zero if none
 */
public record Failure(String reason, boolean permanent, Duration retryAfter) {

    private static final int MAX_LENGTH = 1000;

    static final Failure WORKER_LOST = new Failure("the worker died or stopped responding", false, Duration.ZERO);

    public Failure {
        // PostgreSQL's text holds any character but this one, and recording a failure must not be able to fail.
        reason = reason.replace("\0", "");
        reason = reason.length() <= MAX_LENGTH ? reason : reason.substring(0, MAX_LENGTH);
    }

    static Failure of(Throwable thrown) {
        if (thrown instanceof Permanent) {
            return new Failure(thrown.getMessage(), true, Duration.ZERO);
        }
        if (thrown instanceof Transient failure) {
            return new Failure(failure.getMessage(), false, failure.retryAfter);
        }
        return new Failure("unexpected: " + thrown, false, Duration.ZERO);
    }

    String nextTry(Duration delay) {
        return "%s; next try in %d ms".formatted(reason, delay.toMillis());
    }

    /** A failure that a retry cannot fix. Visitors read its message. */
    public abstract static class Permanent extends RuntimeException {

        protected Permanent(String message) {
            super(message);
        }

        protected Permanent(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** A failure that a retry may fix. Visitors read its message. */
    public abstract static class Transient extends RuntimeException {

        private final transient Duration retryAfter;

        protected Transient(String message, Throwable cause) {
            this(message, cause, Duration.ZERO);
        }

        /** @param retryAfter the delay that the other side asked for; zero if none */
        protected Transient(String message, Throwable cause, Duration retryAfter) {
            super(message, cause);
            this.retryAfter = retryAfter;
        }
    }
}
