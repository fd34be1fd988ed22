package dev.darkroom.web;

/** A refused request: the HTTP status, and a sentence for the visitor. Features extend it to name their own refusals. */
public class HttpRefusal extends RuntimeException {

    private final int status;
    private final Integer retryAfterSeconds;

    public HttpRefusal(int status, String message) {
        this(status, message, null);
    }

    /** @param retryAfterSeconds for {@code Retry-After}; null where waiting does not help */
    public HttpRefusal(int status, String message, Integer retryAfterSeconds) {
        super(message);
        this.status = status;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    public static HttpRefusal badRequest(String message) {
        return new HttpRefusal(400, message);
    }

    /** The resource does not exist or belongs to another user. The answer must not reveal which. */
    public static HttpRefusal notFound() {
        return new HttpRefusal(404, "Not found.");
    }

    public int status() {
        return status;
    }

    Integer retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
