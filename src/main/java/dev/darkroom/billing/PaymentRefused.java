package dev.darkroom.billing;

import dev.darkroom.web.HttpRefusal;

/** A payment, or the voiding of one, that is refused because of the state of a charge. */
final class PaymentRefused extends HttpRefusal {

    private PaymentRefused(int status, String message) {
        super(status, message);
    }

    /** A new payment could charge twice. */
    static PaymentRefused outcomeUnknown() {
        return new PaymentRefused(
                409,
                "An earlier payment has an unknown outcome, so no new one is accepted. Wait until it is known, or void"
                        + " it.");
    }

    static PaymentRefused nothingToVoid() {
        return new PaymentRefused(409, "Only a charge with an unknown outcome can be voided.");
    }

    static PaymentRefused alreadyCharged() {
        return new PaymentRefused(409, "The gateway has already charged this payment: it can no longer be voided.");
    }

    static PaymentRefused gatewaySilent() {
        return new PaymentRefused(
                502, "The payment gateway did not answer: the payment may or may not be voided. Retry in a moment.");
    }
}
