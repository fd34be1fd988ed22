package dev.darkroom.billing;

import dev.darkroom.jobs.Failure;

/** The company has said no: proof that nothing was charged. */
class CardDeclined extends Failure.Permanent {

    CardDeclined() {
        super("the card was declined");
    }
}
