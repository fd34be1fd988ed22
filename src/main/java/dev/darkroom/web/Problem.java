package dev.darkroom.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.core.Response;
import java.util.UUID;

/**
 * An error as a program reads it (RFC 9457), {@code application/problem+json}.
 *
 * @param type {@code about:blank}: no more than the status says, and the title is the status' own
 * @param instance what can be looked up about this very occurrence: the address of the record that it is about, or the
 *     name under which the log has it; null where there is nothing to look up
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(String type, String title, int status, String detail, String instance) {

    public static final String JSON = "application/problem+json";

    private static final String NO_TYPE = "about:blank";
    private static final String LOGGED = "urn:uuid:";

    public Problem(int status, String detail) {
        this(status, detail, null);
    }

    /** @param instance the address of the record that it is about, or null */
    public Problem(int status, String detail, String instance) {
        this(NO_TYPE, reason(status), status, detail, instance);
    }

    /** One of which no more is known than its status. */
    static Problem of(int status) {
        return new Problem(status, sentence(status));
    }

    /** One that is nobody's mistake but ours, and that the log has under that id. */
    static Problem logged(UUID incident) {
        return new Problem(500, sentence(500), LOGGED + incident);
    }

    /** The address of the record that is kept; null if there is none. */
    public String kept() {
        return instance == null || instance.startsWith(LOGGED) ? null : instance;
    }

    /** Under which the log has it; null if there is nothing to find there. */
    public String incident() {
        return instance == null || !instance.startsWith(LOGGED) ? null : instance.substring(LOGGED.length());
    }

    /** As RFC 9110 has it: the library knows one by its old name, and two not at all. */
    private static String reason(int status) {
        return switch (status) {
            case 413 -> "Content Too Large";
            case 421 -> "Misdirected Request";
            case 422 -> "Unprocessable Content";
            default -> {
                Response.Status known = Response.Status.fromStatusCode(status);
                yield known == null ? "Error" : known.getReasonPhrase();
            }
        };
    }

    private static String sentence(int status) {
        return switch (status) {
            case 400 -> "The request is malformed, or its CSRF token is missing or old: load the page again and retry.";
            case 401 -> "Sign in first.";
            case 403 -> "This is not for you.";
            case 404 -> new NotThere().getMessage();
            case 405 -> "This address does not take that method: a button leads here, or another program.";
            case 406 -> "This address answers in HTML and JSON only.";
            case 413 -> "That is more than this server takes in one request: send less at once.";
            case 415 -> "This address does not take that type of content.";
            case 421 -> "That name is not this machine's: it is called localhost, or by its number.";
            case 429 -> "That was too much in too short a time: wait a little.";
            case 503 -> "This server cannot answer now: try again in a moment.";
            default ->
                status < 500
                        ? "The request cannot be answered as it is."
                        : "Something went wrong here, and it has been logged.";
        };
    }
}
