package dev.darkroom.billing;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.darkroom.status.StatusView;
import java.util.UUID;

/** A charge as the pages show it. The amount is in cents; {@code voidable} is whether a run of it may have begun. */
public record ChargeCard(
        UUID id, int amount, StatusView status, boolean outcomeUnknown, boolean voidable, String receipt) {

    static ChargeCard of(Charge charge, StatusView status) {
        boolean unknown = charge.outcomeUnknown || status.lost();
        boolean begun = status.startedAt() != null && status.moving();
        return new ChargeCard(charge.id, charge.amount, status, unknown, unknown || begun, charge.receipt);
    }

    @JsonProperty
    public String amountText() {
        return EuroAmount.text(amount);
    }

    /** Returns the outcome in our record, to be compared with the ledger. */
    public String outcome() {
        if (receipt != null) {
            return "charged";
        }
        if (outcomeUnknown) {
            return "outcome unknown";
        }
        return status.moving() ? "pending" : "not charged";
    }
}
