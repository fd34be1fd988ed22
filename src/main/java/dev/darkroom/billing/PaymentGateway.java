package dev.darkroom.billing;

import dev.darkroom.jobs.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The payment gateway, reached over a connection that can fail at any moment: each method then throws
 * {@link GatewayUnavailable}. {@link #find} and {@link #charge} also throw the proofs that nothing was charged.
 */
public interface PaymentGateway {

    /** Returns the receipt if the attempt was charged; empty if the gateway does not know it or has not decided. */
    Optional<String> find(PaymentAttemptId attempt);

    /** Charges the amount in cents, once for all calls with the same id, and returns the receipt. */
    String charge(PaymentAttemptId attempt, int amount);

    /** Voids the attempt, so that it can never be charged. Returns false if it was charged before. */
    boolean voidAttempt(PaymentAttemptId attempt);

    /** Returns the gateway's ledger entries for these attempts: one each at most, unless one was charged twice. */
    List<LedgerEntry> ledger(List<PaymentAttemptId> attempts);

    /** @param amount in cents */
    record LedgerEntry(String key, int amount, String status, int deliveries, String receipt, Instant createdAt) {

        /** Without the gateway's idempotency key, which only the lab can remove, each request has a key of its own. */
        boolean isOf(PaymentAttemptId attempt) {
            return key.equals(attempt.toString()) || key.startsWith(attempt + "#");
        }

        public boolean charged() {
            return "charged".equals(status);
        }

        /** Proof that nothing was charged: declined or voided. */
        boolean refused() {
            return "declined".equals(status) || "voided".equals(status);
        }

        public String amountText() {
            return EuroAmount.text(amount);
        }
    }

    /** Proof that nothing was charged. */
    class CardDeclined extends Failure.Permanent {
        CardDeclined() {
            super("the card was declined");
        }
    }

    /** Proof that nothing was charged and nothing will be. */
    class PaymentVoided extends Failure.Permanent {
        PaymentVoided() {
            super("voided: the gateway will never charge this attempt");
        }
    }

    /** No answer, or no usable one: the gateway may have charged. */
    class GatewayUnavailable extends Failure.Transient {
        GatewayUnavailable(String message, Throwable cause, Duration retryAfter) {
            super(message, cause, retryAfter);
        }
    }
}
