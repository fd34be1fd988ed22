package dev.darkroom.idempotency;

import dev.darkroom.web.HttpRefusal;
import java.util.OptionalInt;

/** The first request with that key has no answer yet: whoever repeats it asks again a little later. */
class KeyInUse extends HttpRefusal {

    private static final int SECONDS = 1;

    KeyInUse() {
        super(409, "A request with this Idempotency-Key is still under way. Repeat it in a moment.");
    }

    @Override
    public OptionalInt retryAfterSeconds() {
        return OptionalInt.of(SECONDS);
    }
}
