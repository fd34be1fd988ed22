package dev.darkroom.billing;

import dev.darkroom.status.StatusView;
import java.util.UUID;

/**
 * A charge as its page shows it.
 *
 * @param amount in cents
 * @param voidable whether asking the company to close the key is offered
 */
public record ChargeCard(
        UUID id,
        int amount,
        String amountText,
        StatusView status,
        boolean outcomeUnknown,
        boolean voidable,
        String receipt) {

    static ChargeCard of(Charge charge, StatusView status) {
        boolean unknown = charge.outcomeUnknown || status.lost();
        return new ChargeCard(
                charge.id, charge.amount, EuroAmount.text(charge.amount), status, unknown, unknown, charge.receipt);
    }

    /** What our record says of the money, in the words of the company's books where they have one. */
    public String money() {
        if (receipt != null) {
            return "charged";
        }
        if (outcomeUnknown) {
            return "outcome unknown";
        }
        return status.moving() ? "not known yet" : "not charged";
    }
}
