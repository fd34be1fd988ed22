package dev.darkroom.billing;

import dev.darkroom.jobs.TransientFailure;
import java.time.Duration;

/** The company did not answer, or not yet: it may have charged. */
class GatewayUnavailable extends TransientFailure {

    GatewayUnavailable(String message, Throwable cause) {
        super(message, cause);
    }

    GatewayUnavailable(String message, Duration retryAfter) {
        super(message, null, retryAfter);
    }
}
