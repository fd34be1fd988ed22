package dev.darkroom.billing;

import dev.darkroom.jobs.Failure;
import java.time.Duration;

/** The company did not answer, or not yet: it may have charged. */
class GatewayUnavailable extends Failure.Transient {

    GatewayUnavailable(String message, Throwable cause) {
        super(message, cause);
    }

    GatewayUnavailable(String message, Duration retryAfter) {
        super(message, null, retryAfter);
    }
}
