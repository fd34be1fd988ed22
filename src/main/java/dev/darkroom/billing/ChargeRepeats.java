package dev.darkroom.billing;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;

/**
 * Further runs of a charge's job, and what they led to. Declared here, because {@code billing} does not depend on the lab,
 * which makes them.
 *
 * @param complete the runs that are complete; {@code open} are those that will still run
 * @param receipts how many different receipts the runs got
 * @param requests the charge requests that the gateway has counted since the first of these runs was submitted
 * @param charges the charged lines in the gateway's ledger for this one payment
 * @param endsMs when each complete run ended, in milliseconds since the first was submitted
 */
public record ChargeRepeats(
        int runs, int complete, int open, int receipts, int requests, int charges, List<Long> endsMs) {

    /** Offers such runs; nothing where the visitor may not start them. */
    public interface Source {
        Optional<ChargeRepeats> of(Charge charge, List<PaymentGateway.LedgerEntry> ledger);
    }

    @JsonProperty
    public boolean moving() {
        return open > 0;
    }

    @JsonProperty
    public String sentence() {
        return runs == 0
                ? ""
                : "%d runs, %d requests to the gateway, %s in its ledger, %s."
                        .formatted(complete, requests, charges == 1 ? "one line" : charges + " lines", receiptText());
    }

    private String receiptText() {
        return switch (receipts) {
            case 0 -> "no receipt yet";
            case 1 -> "every receipt the same";
            default -> receipts + " different receipts";
        };
    }
}
