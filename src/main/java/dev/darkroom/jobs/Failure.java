package dev.darkroom.jobs;

import java.time.Duration;

/** The reason for a failed run, trimmed so that it can always be stored, and the delay that the service requested. */
public record Failure(String reason, boolean permanent, Duration retryAfter) {

    private static final int MAX_LENGTH = 1000;

    public Failure {
        // PostgreSQL's text cannot hold NUL, and recording a failure must not be able to fail.
        reason = reason.replace("\0", "");
        reason = reason.length() <= MAX_LENGTH ? reason : reason.substring(0, MAX_LENGTH);
    }

    public static Failure of(Throwable thrown) {
        if (thrown instanceof Permanent) {
            return new Failure(thrown.getMessage(), true, Duration.ZERO);
        }
        if (thrown instanceof Transient failure) {
            return new Failure(failure.getMessage(), false, failure.retryAfter);
        }
        String reason = DatabaseOutage.isCauseOf(thrown) ? "the database was unavailable" : "unexpected: " + thrown;
        return new Failure(reason, false, Duration.ZERO);
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

        protected Transient(String message, Throwable cause, Duration retryAfter) {
            super(message, cause);
            this.retryAfter = retryAfter;
        }
    }
}
