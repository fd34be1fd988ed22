package dev.darkroom.idempotency;

import dev.darkroom.web.HttpRefusal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The key under which a program may repeat a request (draft-ietf-httpapi-idempotency-key-header). */
public record IdempotencyKey(String value) {

    public static final String HEADER = "Idempotency-Key";

    /** A string of RFC 8941, section 3.3.3, without escapes. */
    private static final Pattern QUOTED = Pattern.compile("\"([ !#-\\[\\]-~]{1,200})\"");

    /** Parses the header, or throws {@link HttpRefusal}. Two headers are one value with a comma, which is not a string. */
    public static Optional<IdempotencyKey> of(List<String> header) {
        if (header.isEmpty()) {
            return Optional.empty();
        }
        Matcher quoted = QUOTED.matcher(String.join(", ", header).strip());
        if (!quoted.matches()) {
            throw HttpRefusal.badRequest(
                    HEADER + " must be one string in double quotes, of 1 to 200 printable ASCII characters.");
        }
        return Optional.of(new IdempotencyKey(quoted.group(1)));
    }

    public static IdempotencyKey required(List<String> header) {
        return of(header)
                .orElseThrow(() -> HttpRefusal.badRequest(
                        HEADER + " is missing. Send a string in double quotes, new for each intent."));
    }

    /** The key was used before, and the request cannot be replayed. */
    public static class Conflict extends HttpRefusal {

        private Conflict(int status, String message, Integer retryAfterSeconds) {
            super(status, message, retryAfterSeconds);
        }

        static Conflict inProgress() {
            return new Conflict(409, "A request with this " + HEADER + " is still in progress. Retry in a second.", 1);
        }

        public static Conflict payloadDiffers() {
            return new Conflict(422, "This " + HEADER + " was used for a different request. Use a new key.", null);
        }

        static Conflict deleted() {
            return new Conflict(410, "The records accepted under this " + HEADER + " have been deleted.", null);
        }
    }
}
