package dev.darkroom.billing;

import java.util.UUID;

/** Identifies one intent to pay, here and at the gateway. It is the same in every run of the job. */
public record PaymentAttemptId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
