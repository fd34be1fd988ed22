package dev.darkroom.billing;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.darkroom.status.StatusView;
import java.util.UUID;

/**
 * A charge as the pages show it. The amount is in cents; {@code voidable} is whether a run of it may have begun;
 * {@code presses} is how often its intent was submitted.
 */
public record ChargeCard(
        UUID id, int amount, StatusView status, boolean outcomeUnknown, boolean voidable, String receipt, int presses) {

    /** The status may be newer than the record: work that has ended has no unknown outcome. */
    static ChargeCard of(Charge charge, StatusView status) {
        boolean unknown = status.lost() || charge.outcomeUnknown && status.moving();
        boolean begun = status.startedAt() != null && status.moving();
        return new ChargeCard(
                charge.id, charge.amount, status, unknown, unknown || begun, charge.receipt, charge.presses);
    }

    @JsonProperty
    public String amountText() {
        return EuroAmount.text(amount);
    }
}
