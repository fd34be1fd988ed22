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
        if (thrown instanceof PermanentFailure) {
            return new Failure(thrown.getMessage(), true, Duration.ZERO);
        }
        if (thrown instanceof TransientFailure failure) {
            return new Failure(failure.getMessage(), false, failure.retryAfter());
        }
        return new Failure("unexpected: " + thrown, false, Duration.ZERO);
    }
}
