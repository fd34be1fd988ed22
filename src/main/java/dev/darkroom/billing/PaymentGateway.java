package dev.darkroom.billing;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The payment company as we see it: over a wire that can break at any moment. */
public interface PaymentGateway {

    /**
     * The receipt of that attempt if it was charged; nothing if the company does not know it, or has not decided.
     *
     * @throws CardDeclined if it was declined
     * @throws PaymentVoided if its key was closed
     * @throws NoAnswer if nobody knows
     */
    Optional<String> find(PaymentAttemptId attempt);

    /**
     * Charges that attempt, once for all calls with the same id.
     *
     * @param amount in cents
     * @return the receipt
     * @throws CardDeclined if it was declined
     * @throws PaymentVoided if its key was closed before
     * @throws NoAnswer if nobody knows
     */
    String charge(PaymentAttemptId attempt, int amount);

    /**
     * Closes the key of that attempt, so that it can never be charged.
     *
     * @return whether it is closed; not if it was charged before
     * @throws NoAnswer if nobody knows
     */
    boolean close(PaymentAttemptId attempt);

    /** The company's own lines on that attempt, for showing: one at most, or it was charged twice. None if it does not answer. */
    List<Map<String, Object>> ledger(PaymentAttemptId attempt);
}
