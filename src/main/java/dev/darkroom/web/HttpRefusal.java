package dev.darkroom.web;

import java.util.OptionalInt;

/** A refused request: the HTTP status, and a sentence for the visitor. Features extend it to name their own refusals. */
public class HttpRefusal extends RuntimeException {

    private final int status;

    protected HttpRefusal(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The request is invalid. */
    public static HttpRefusal badRequest(String message) {
        return new HttpRefusal(400, message);
    }

    /** The thing does not exist or belongs to another user. The answer must not reveal which. */
    public static HttpRefusal notFound() {
        return new HttpRefusal(404, "Not found.");
    }

    /** An external service did not answer. */
    public static HttpRefusal badGateway(String message) {
        return new HttpRefusal(502, message);
    }

    public int status() {
        return status;
    }

    /** The seconds for {@code Retry-After}; empty where waiting does not help. */
    public OptionalInt retryAfterSeconds() {
        return OptionalInt.empty();
    }
}
