package dev.darkroom.web;

/** A request that is refused, with the HTTP status that says so and a sentence for the visitor. */
public abstract class Refusal extends RuntimeException {

    private final int status;
    private final Integer retrySeconds;

    protected Refusal(int status, String message) {
        this(status, message, null);
    }

    /** @param retrySeconds after how long the same request may succeed */
    protected Refusal(int status, String message, Integer retrySeconds) {
        super(message);
        this.status = status;
        this.retrySeconds = retrySeconds;
    }

    public int status() {
        return status;
    }

    /** Null where trying again is not the way. */
    public Integer retrySeconds() {
        return retrySeconds;
    }
}
