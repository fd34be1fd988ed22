package dev.darkroom.billing;

import dev.darkroom.jobs.TransientFailure;
import java.time.Duration;

/** The company did not answer, or not yet: it may have charged. */
class NoAnswer extends TransientFailure {

    NoAnswer(String message, Throwable cause) {
        super(message, cause);
    }

    NoAnswer(String message, Duration retryAfter) {
        super(message, null, retryAfter);
    }
}
