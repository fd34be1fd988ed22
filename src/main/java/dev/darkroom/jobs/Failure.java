package dev.darkroom.jobs;

import java.time.Duration;

/**
 * Why a run failed, in a form that can always be stored.
 *
 * @param reason one sentence, trimmed to 1000 characters
 * @param permanent whether another try is pointless
 * @param retryAfter how long the other side has asked to be left alone; zero if it has not
 */
public record Failure(String reason, boolean permanent, Duration retryAfter) {

    private static final int LONGEST = 1000;

    static final Failure WORKER_DIED = new Failure("the worker died or was frozen in the middle", false, Duration.ZERO);

    public Failure {
        // PostgreSQL's text holds any character but this one, and recording a failure must not be able to fail.
        reason = reason.replace("\0", "");
        reason = reason.length() <= LONGEST ? reason : reason.substring(0, LONGEST);
    }

    static Failure of(Throwable thrown) {
        if (thrown instanceof Permanent) {
            return new Failure(thrown.getMessage(), true, Duration.ZERO);
        }
        if (thrown instanceof Transient failure) {
            return new Failure(failure.getMessage(), false, failure.retryAfter());
        }
        return new Failure("unexpected: " + thrown, false, Duration.ZERO);
    }

    /** A failure that another try cannot mend; its message is meant for the visitor. */
    public abstract static class Permanent extends RuntimeException {

        protected Permanent(String message) {
            super(message);
        }

        protected Permanent(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** A failure that another try may well mend; its message is meant for the visitor. */
    public abstract static class Transient extends RuntimeException {

        private final transient Duration retryAfter;

        protected Transient(String message, Throwable cause) {
            this(message, cause, Duration.ZERO);
        }

        /** @param retryAfter how long the other side has asked to be left alone; zero if it has not */
        protected Transient(String message, Throwable cause, Duration retryAfter) {
            super(message, cause);
            this.retryAfter = retryAfter;
        }

        Duration retryAfter() {
            return retryAfter;
        }
    }
}
