package dev.darkroom.billing;

import dev.darkroom.jobs.Failure;
import java.time.Duration;

/** The company has closed the key: proof that nothing was charged, and that nothing will be. */
class PaymentVoided extends Failure.Permanent {

    PaymentVoided() {
        super("voided: the company has closed this attempt and will never charge it");
    }

    Failure asFailure() {
        return new Failure(getMessage(), true, Duration.ZERO);
    }
}
