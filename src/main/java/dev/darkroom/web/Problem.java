package dev.darkroom.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.core.Response;
import java.util.UUID;

/**
 * An error for programs (RFC 9457), {@code application/problem+json}. The type {@code about:blank} means that the title is
 * that of the status; the instance is the address of the record concerned, the incident's id in the log, or null.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(String type, String title, int status, String detail, String instance) {

    public static final String JSON = "application/problem+json";

    private static final String LOGGED = "urn:uuid:";

    public Problem(int status, String detail) {
        this(status, detail, null);
    }

    public Problem(int status, String detail, String instance) {
        this("about:blank", reason(status), status, detail, instance);
    }

    static Problem of(int status) {
        return new Problem(status, sentence(status));
    }

    static Problem logged(UUID incident) {
        return new Problem(500, sentence(500), LOGGED + incident);
    }

    /** The address of the record that was saved, or null. */
    public String saved() {
        return instance == null || instance.startsWith(LOGGED) ? null : instance;
    }

    /** The incident's id in the log, or null. */
    public String incident() {
        return instance == null || !instance.startsWith(LOGGED) ? null : instance.substring(LOGGED.length());
    }

    /** The reason phrases of RFC 9110: JAX-RS has an old one for 413 and none for 422. */
    private static String reason(int status) {
        return switch (status) {
            case 413 -> "Content Too Large";
            case 422 -> "Unprocessable Content";
            default -> {
                Response.Status known = Response.Status.fromStatusCode(status);
                yield known == null ? "Error" : known.getReasonPhrase();
            }
        };
    }

    private static String sentence(int status) {
        return switch (status) {
            case 400 -> "The request is malformed, or its CSRF token is missing or expired. Reload the page and retry.";
            case 401 -> "Sign in first.";
            case 403 -> "You don't have access to this page.";
            case 404 -> HttpRefusal.notFound().getMessage();
            case 405 -> "This address does not support that method.";
            case 406 -> "This address does not answer in that format.";
            case 413 -> "The request is too large. Send less at once.";
            case 415 -> "This address does not accept that content type.";
            case 416 -> "The file ends before that range.";
            case 503 -> "The server is temporarily unavailable. Retry in a moment.";
            default ->
                status < 500
                        ? "The request cannot be answered."
                        : "Something went wrong on the server. It has been logged.";
        };
    }
}
