package dev.darkroom.billing;

import dev.darkroom.web.InvalidInput;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The visitor's or the program's own name for one intent to pay. */
final class IntentKey {

    /** A string of RFC 8941, section 3.3.3, without escapes. */
    private static final Pattern QUOTED = Pattern.compile("\"([ !#-\\[\\]-~]{1,200})\"");

    private static final Pattern PLAIN = Pattern.compile("[!-~]{1,200}");

    private IntentKey() {}

    static String ofHeader(String header) {
        Matcher quoted = QUOTED.matcher(header.strip());
        if (!quoted.matches()) {
            throw new InvalidInput("Idempotency-Key is a string in double quotes, of at most 200 characters.");
        }
        return quoted.group(1);
    }

    static String ofForm(String attempt) {
        if (attempt == null || !PLAIN.matcher(attempt).matches()) {
            throw new InvalidInput("The intent to pay has no key: the form sends it as \"attempt\","
                    + " a program as the header Idempotency-Key.");
        }
        return attempt;
    }
}
