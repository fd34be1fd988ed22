package dev.darkroom.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.core.Response;

/** An error as a program reads it (RFC 9457), {@code application/problem+json}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(String title, int status, String detail, String instance) {

    public static final String JSON = "application/problem+json";

    public Problem(int status, String detail) {
        this(status, detail, null);
    }

    /** @param instance the address of the record that it is about, or null */
    public Problem(int status, String detail, String instance) {
        this(reason(status), status, detail, instance);
    }

    private static String reason(int status) {
        Response.Status known = Response.Status.fromStatusCode(status);
        return known == null ? "Unprocessable Content" : known.getReasonPhrase();
    }
}
