package dev.darkroom.billing;

import dev.darkroom.status.StatusView;

/** What our record and the company's books say together, in a sentence: nobody need compare them by eye. */
final class Reconciliation {

    private Reconciliation() {}

    static String of(ChargeCard charge, CompanyLedger ledger) {
        if (ledger.doubled()) {
            return "Charged %s: %s for one press".formatted(times(ledger.charges()), EuroAmount.text(ledger.taken()));
        }
        return ledger.charged() ? charged(charge, ledger) : notCharged(charge, ledger);
    }

    private static String charged(ChargeCard charge, CompanyLedger ledger) {
        StatusView status = charge.status();
        if (status.complete()) {
            return agreed(status.attempt(), ledger.deliveries());
        }
        if (status.moving()) {
            return "The company has charged; we do not know it yet.";
        }
        return charge.receipt() == null
                ? "The company has charged; our record does not know it, and nobody asks any more."
                : "The company has charged; our record has the receipt, and still says failed.";
    }

    /** More attempts than requests to charge: a later attempt looked into the books first, and found the receipt. */
    private static String agreed(int attempts, int deliveries) {
        if (deliveries > 1) {
            return "We asked %s, and it is still one charge.".formatted(times(deliveries));
        }
        return attempts > 1
                ? "We had no proof at first; we looked again, and it is still one charge."
                : "Both agree: charged once.";
    }

    private static String notCharged(ChargeCard charge, CompanyLedger ledger) {
        StatusView status = charge.status();
        if (status.complete()) {
            return "We have a receipt; the company shows no books now.";
        }
        if (status.moving()) {
            return moving(charge, ledger);
        }
        if (charge.outcomeUnknown()) {
            return "Nothing in the company's books yet, and nobody asks any more.";
        }
        return ledger.refused() ? "Both agree: nothing was charged." : "Our record says: nothing was charged.";
    }

    private static String moving(ChargeCard charge, CompanyLedger ledger) {
        if (ledger.refused()) {
            return "The company has refused; we do not know it yet.";
        }
        if (charge.outcomeUnknown()) {
            return "Nothing charged in the company's books yet; we go on asking.";
        }
        return "Not heard of yet: the company takes a moment.";
    }

    private static String times(long count) {
        return switch ((int) count) {
            case 1 -> "once";
            case 2 -> "twice";
            default -> count + " times";
        };
    }
}
