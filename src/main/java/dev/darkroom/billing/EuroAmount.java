package dev.darkroom.billing;

import dev.darkroom.web.HttpRefusal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts of money: in cents inside, in euros for people. */
final class EuroAmount {

    private static final Pattern TYPED = Pattern.compile("\\s*(\\d{1,5})(?:[.,](\\d{1,2}))?\\s*");
    /** Digits of ASCII: {@code Integer.parseInt} would take those of all scripts. */
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,9}");

    private static final int MOST_CENTS = 1_000_000;
    private static final String RULE = "An amount is between 0.01 and 10000.00 EUR, such as 10.00.";

    private EuroAmount() {}

    static String text(int cents) {
        return String.format(Locale.ROOT, "%d.%02d EUR", cents / 100, cents % 100);
    }

    /** Cents from what a person typed. */
    static int typed(String euros) {
        Matcher typed = TYPED.matcher(euros);
        if (!typed.matches()) {
            throw HttpRefusal.badRequest(RULE);
        }
        String fraction = ((typed.group(2) == null ? "" : typed.group(2)) + "00").substring(0, 2);
        return checked(100 * Integer.parseInt(typed.group(1)) + Integer.parseInt(fraction));
    }

    /** Cents as a program sends them. */
    static int cents(String cents) {
        if (cents == null || !WHOLE.matcher(cents).matches()) {
            throw HttpRefusal.badRequest("The amount is a whole number of cents.");
        }
        return checked(Integer.parseInt(cents));
    }

    private static int checked(int cents) {
        if (cents < 1 || cents > MOST_CENTS) {
            throw HttpRefusal.badRequest(RULE);
        }
        return cents;
    }
}
