package dev.darkroom.web;

import java.util.OptionalInt;

/** A request that is refused, with the HTTP status that says so and a sentence for the visitor. */
public abstract class HttpRefusal extends RuntimeException {

    private final int status;

    protected HttpRefusal(int status, String message) {
        super(message);
        this.status = status;
    }

    public int status() {
        return status;
    }

    /** After which the same request may be taken ({@code Retry-After}); nothing where waiting does not help. */
    public OptionalInt retryAfterSeconds() {
        return OptionalInt.empty();
    }
}
