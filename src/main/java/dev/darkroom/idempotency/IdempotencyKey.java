package dev.darkroom.idempotency;

import dev.darkroom.web.HttpRefusal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The name that a program gives to one intent: what it repeats under the same name is meant once. */
public record IdempotencyKey(String value) {

    /** The header, as draft-ietf-httpapi-idempotency-key-header has it. */
    public static final String HEADER = "Idempotency-Key";

    /** A string of RFC 8941, section 3.3.3, without escapes. */
    private static final Pattern QUOTED = Pattern.compile("\"([ !#-\\[\\]-~]{1,200})\"");

    /**
     * @param header all values of the header; a header that comes twice is one value with a comma, which is no string
     * @throws HttpRefusal if there is one that is not a string in quotes
     */
    public static Optional<IdempotencyKey> of(List<String> header) {
        if (header.isEmpty()) {
            return Optional.empty();
        }
        Matcher quoted = QUOTED.matcher(String.join(", ", header).strip());
        if (!quoted.matches()) {
            throw HttpRefusal.badRequest(
                    HEADER + " is one string in double quotes, of 1 to 200 printable ASCII characters.");
        }
        return Optional.of(new IdempotencyKey(quoted.group(1)));
    }

    /** @throws HttpRefusal also if there is none */
    public static IdempotencyKey required(List<String> header) {
        return of(header)
                .orElseThrow(() -> HttpRefusal.badRequest(
                        HEADER + " is missing: a string in double quotes, made once for each intent."));
    }

    @Override
    public String toString() {
        return value;
    }
}
