package dev.darkroom.idempotency;

import dev.darkroom.web.HttpRefusal;
import java.util.OptionalInt;

/** A request whose {@code Idempotency-Key} was used before and cannot be replayed. */
public class IdempotencyConflict extends HttpRefusal {

    private static final OptionalInt A_SECOND = OptionalInt.of(1);

    private final OptionalInt retryAfter;

    private IdempotencyConflict(int status, String message, OptionalInt retryAfter) {
        super(status, message);
        this.retryAfter = retryAfter;
    }

    static IdempotencyConflict inProgress() {
        return new IdempotencyConflict(
                409, "A request with this Idempotency-Key is still in progress. Retry in a second.", A_SECOND);
    }

    public static IdempotencyConflict payloadDiffers() {
        return new IdempotencyConflict(
                422, "This Idempotency-Key was used for a different request. Use a new key.", OptionalInt.empty());
    }

    static IdempotencyConflict deleted() {
        return new IdempotencyConflict(
                410, "The records accepted under this Idempotency-Key have been deleted.", OptionalInt.empty());
    }

    @Override
    public OptionalInt retryAfterSeconds() {
        return retryAfter;
    }
}
