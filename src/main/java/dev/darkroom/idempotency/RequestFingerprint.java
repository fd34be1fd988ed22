package dev.darkroom.idempotency;

import io.quarkus.runtime.util.HashUtil;

/**
 * A hash of the parts of a request, in their order. It leaves out the raw body, because a repeated multipart body has a
 * new boundary, and the mode, because it does not change the intent.
 */
public final class RequestFingerprint {

    private final StringBuilder parts = new StringBuilder();

    public RequestFingerprint(String operation) {
        with("", operation);
    }

    /** Adds a part. Each text is preceded by its length, so that different parts never concatenate to the same text. */
    public RequestFingerprint with(String field, Object value) {
        String text = value.toString();
        parts.append(field.length()).append(':').append(field);
        parts.append(text.length()).append(':').append(text);
        return this;
    }

    /** The SHA-256 of all parts, in hexadecimal digits. */
    @Override
    public String toString() {
        return HashUtil.sha256(parts.toString());
    }
}
