package dev.darkroom.billing;

import dev.darkroom.billing.PaymentGateway.LedgerEntry;
import dev.darkroom.status.StatusView;
import java.util.List;

/** Compares our record of a payment with the gateway's ledger. */
public record Reconciliation(ChargeCard charge, List<LedgerEntry> ledger) {

    public String verdict() {
        if (chargedTwice()) {
            return "Charged %s: %s for one payment".formatted(times(charges()), EuroAmount.text(total()));
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
            return "We have a receipt, but the gateway's ledger is not available now.";
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

    private boolean isRefused() {
        return ledger.stream().anyMatch(LedgerEntry::refused);
    }

    private int charges() {
        return (int) ledger.stream().filter(LedgerEntry::charged).count();
    }

    /** In cents. */
    private int total() {
        return ledger.stream()
                .filter(LedgerEntry::charged)
                .mapToInt(LedgerEntry::amount)
                .sum();
    }

    /** Charge requests, as the gateway counts them. */
    private int deliveries() {
        return ledger.stream().mapToInt(LedgerEntry::deliveries).sum();
    }

    private static String times(int count) {
        return count == 2 ? "twice" : count + " times";
    }
}
