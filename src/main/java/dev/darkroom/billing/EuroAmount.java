package dev.darkroom.billing;

import dev.darkroom.web.HttpRefusal;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Pattern;

/** Amounts of money: cents in the program, euros for people. */
final class EuroAmount {

    private static final Pattern EUROS = Pattern.compile("\\d{1,5}(\\.\\d{1,2})?");

    /** ASCII digits only: {@code Integer.parseInt} accepts those of all scripts. */
    private static final Pattern CENTS = Pattern.compile("-?[0-9]{1,9}");

    private static final int MAX_CENTS = 1_000_000;
    private static final String RULE = "An amount is between 0.01 and 10000.00 EUR, such as 10.00.";

    private EuroAmount() {}

    static String text(int cents) {
        return String.format(Locale.ROOT, "%d.%02d EUR", cents / 100, cents % 100);
    }

    /** Returns the cents of an amount in euros, as a person types it. */
    static int parse(String euros) {
        String number = euros.trim().replace(',', '.');
        if (!EUROS.matcher(number).matches()) {
            throw HttpRefusal.badRequest(RULE);
        }
        return inRange(new BigDecimal(number).movePointRight(2).intValueExact());
    }

    static int parseCents(String cents) {
        if (cents == null || !CENTS.matcher(cents).matches()) {
            throw HttpRefusal.badRequest("The amount is a whole number of cents.");
        }
        return inRange(Integer.parseInt(cents));
    }

    /** Returns the text of an amount in cents that differs from this one; null if it is the same or no amount. */
    static String other(String cents, int than) {
        try {
            return cents == null || parseCents(cents) == than ? null : text(parseCents(cents));
        } catch (HttpRefusal e) {
            return null;
        }
    }

    private static int inRange(int cents) {
        if (cents < 1 || cents > MAX_CENTS) {
            throw HttpRefusal.badRequest(RULE);
        }
        return cents;
    }
}
