package dev.darkroom.web;

import java.time.Duration;
import java.util.Optional;

/** A request that is refused, with the HTTP status that says so and a sentence for the visitor. */
public abstract class Refusal extends RuntimeException {

    private final int status;

    protected Refusal(int status, String message) {
        super(message);
        this.status = status;
    }

    public int status() {
        return status;
    }

    /** After how long it may be asked again; nothing where waiting does not help. */
    public Optional<Duration> retryAfter() {
        return Optional.empty();
    }
}
