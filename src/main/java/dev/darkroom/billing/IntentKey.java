package dev.darkroom.billing;

import dev.darkroom.web.HttpRefusal;
import java.util.regex.Pattern;

/** The name of one intent to pay, as a form carries it; a program brings a name of its own in a header. */
final class IntentKey {

    private static final Pattern PLAIN = Pattern.compile("[!-~]{1,200}");

    private IntentKey() {}

    static String ofForm(String attempt) {
        if (attempt == null || !PLAIN.matcher(attempt).matches()) {
            throw HttpRefusal.badRequest("The intent to pay has no key: the form sends it as \"attempt\".");
        }
        return attempt;
    }
}
