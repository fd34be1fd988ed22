package dev.darkroom.idempotency;

import dev.darkroom.web.HttpRefusal;

/** The same key for something else: one of the two is a mistake, and nobody here can tell which. */
public class KeyOfAnotherRequest extends HttpRefusal {

    public KeyOfAnotherRequest() {
        super(422, "This Idempotency-Key was used for another request. Each intent has a key of its own.");
    }
}
