package dev.darkroom.billing;

import java.util.UUID;

/**
 * Identifies one intent to pay, here and at the gateway. Made once for each (user, intent key), and the same in every run
 * of the job, unlike the number of a job's attempt.
 */
public record PaymentAttemptId(UUID value) {

    static PaymentAttemptId make() {
        return new PaymentAttemptId(UUID.randomUUID());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
