package dev.darkroom.billing;

import java.util.UUID;

/**
 * What identifies one intent to pay, here and at the payment company. Made once for each (user, intent key), and the same
 * in every run of the job: never to be mixed up with the number of a job's attempt, which changes each time.
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
