package dev.darkroom.billing;

import dev.darkroom.jobs.Failure;
import dev.darkroom.jobs.PermanentFailure;
import java.time.Duration;

/** The company has closed the key: proof that nothing was charged, and that nothing will be. */
class PaymentVoided extends PermanentFailure {

    PaymentVoided() {
        super("voided: the company has closed this attempt and will never charge it");
    }

    Failure asFailure() {
        return new Failure(getMessage(), true, Duration.ZERO);
    }
}
