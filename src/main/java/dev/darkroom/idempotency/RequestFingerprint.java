package dev.darkroom.idempotency;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a request asks for, to tell a repeat from another one: made of the parts that matter, in their order. Not of the
 * raw body, in which a repeat has another boundary, and not of the mode: in whichever it is repeated, it is the same intent.
 */
public final class RequestFingerprint {

    private final StringBuilder parts = new StringBuilder();

    private RequestFingerprint() {}

    /** @param operation the method and the path */
    public static RequestFingerprint of(String operation) {
        return new RequestFingerprint().with("", operation);
    }

    /** Each length goes before its text, so that no two sets of parts run together into the same one. */
    public RequestFingerprint with(String field, Object value) {
        String text = value.toString();
        parts.append(field.length()).append(':').append(field);
        parts.append(text.length()).append(':').append(text);
        return this;
    }

    /** SHA-256 of all parts, in hexadecimal digits. */
    @Override
    public String toString() {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(parts.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
