package dev.darkroom.idempotency;

import dev.darkroom.web.HttpRefusal;

/** A request whose {@code Idempotency-Key} was used before and cannot be replayed. */
public class IdempotencyConflict extends HttpRefusal {

    private IdempotencyConflict(int status, String message, Integer retryAfterSeconds) {
        super(status, message, retryAfterSeconds);
    }

    static IdempotencyConflict inProgress() {
        return new IdempotencyConflict(
                409, "A request with this Idempotency-Key is still in progress. Retry in a second.", 1);
    }

    public static IdempotencyConflict payloadDiffers() {
        return new IdempotencyConflict(
                422, "This Idempotency-Key was used for a different request. Use a new key.", null);
    }

    static IdempotencyConflict deleted() {
        return new IdempotencyConflict(410, "The records accepted under this Idempotency-Key have been deleted.", null);
    }
}
