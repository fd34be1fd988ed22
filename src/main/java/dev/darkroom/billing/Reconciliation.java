package dev.darkroom.billing;

import dev.darkroom.billing.PaymentGateway.LedgerEntry;
import dev.darkroom.status.StatusView;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Compares our record of a payment with the gateway's ledger, which is null if the gateway did not answer. */
public record Reconciliation(ChargeCard charge, List<LedgerEntry> ledger) {

    static final String AGREES = "=";
    static final String UNKNOWN = "?";
    static final String DIFFERS = "≠";

    private static final int MOST_LINES = 3;

    /** The sign between our record and the ledger. */
    public String joint() {
        StatusView status = charge.status();
        if (ledger == null || !status.complete() && !status.failed()) {
            return chargedTwice() ? DIFFERS : UNKNOWN;
        }
        return charges() == (status.complete() ? 1 : 0) ? AGREES : DIFFERS;
    }

    public String jointText() {
        return switch (joint()) {
            case AGREES -> "agrees with";
            case DIFFERS -> "differs from";
            default -> "not known yet";
        };
    }

    public String verdict() {
        if (chargedTwice()) {
            return "Charged %s: %s for one payment".formatted(chargedTimes(), EuroAmount.text(total()));
        }
        return charges() == 1 ? charged() : notCharged();
    }

    /** Whether one intent to pay was charged more than once, which only the lab can cause. */
    public boolean chargedTwice() {
        return charges() > 1;
    }

    private String charged() {
        if (charge.status().complete()) {
            return agreed();
        }
        return charge.status().failed()
                ? "The gateway has charged, but our record says that nothing was charged."
                : "The gateway has charged. Our record will follow.";
    }

    /** With more attempts than charge requests, a later attempt found the receipt before it asked for money. */
    private String agreed() {
        if (deliveries() > 1) {
            return "We asked the gateway %s, and it charged once.".formatted(times(deliveries()));
        }
        return charge.status().attempt() > 1
                ? "The first attempt ended without proof. We asked the gateway again: charged once."
                : "Both agree: charged once.";
    }

    private String notCharged() {
        StatusView status = charge.status();
        if (status.complete()) {
            return ledger == null
                    ? "We have a receipt, but the gateway does not answer now."
                    : "We have a receipt, but the gateway's ledger has no charge.";
        }
        if (status.failed()) {
            return isRefused() ? "Both agree: nothing was charged." : "Our record says: nothing was charged.";
        }
        if (isRefused()) {
            return "The gateway has refused. Our record will follow.";
        }
        if (status.lost()) {
            return "No charge in the gateway's ledger so far. We ask the gateway each minute.";
        }
        return charge.outcomeUnknown()
                ? "No charge in the gateway's ledger so far. We will ask again."
                : "No answer from the gateway yet.";
    }

    /** The ledger's line about a payment without a charge. */
    public String ledgerText() {
        if (ledger == null) {
            return "The gateway does not answer.";
        }
        String refusal = entries()
                .filter(LedgerEntry::refused)
                .map(LedgerEntry::status)
                .findFirst()
                .orElse("No entry");
        if (isRefused() || charge.status().failed()) {
            return refusal.substring(0, 1).toUpperCase(Locale.ROOT) + refusal.substring(1) + ". Nothing was charged.";
        }
        return charge.status().lost() ? "No charge yet. We ask again each minute, with the same id." : "No charge yet.";
    }

    private boolean isRefused() {
        return entries().anyMatch(LedgerEntry::refused);
    }

    /** The charged lines in the ledger, at most three; the rest are only counted. */
    public List<LedgerEntry> lines() {
        return chargedEntries().limit(MOST_LINES).toList();
    }

    public int moreLines() {
        return Math.max(0, charges() - MOST_LINES);
    }

    /** How often the gateway has charged. */
    public int charges() {
        return (int) chargedEntries().count();
    }

    /** For more than one charge: twice, 3 times and so on. */
    String chargedTimes() {
        return times(charges());
    }

    /** In cents. */
    int total() {
        return chargedEntries().mapToInt(LedgerEntry::amount).sum();
    }

    /** Charge requests, as the gateway counts them. */
    private int deliveries() {
        return entries().mapToInt(LedgerEntry::deliveries).sum();
    }

    private Stream<LedgerEntry> chargedEntries() {
        return entries().filter(LedgerEntry::charged);
    }

    private Stream<LedgerEntry> entries() {
        return ledger == null ? Stream.empty() : ledger.stream();
    }

    private static String times(int count) {
        return count == 2 ? "twice" : count + " times";
    }
}
