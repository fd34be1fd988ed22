package dev.darkroom.billing;

import dev.darkroom.jobs.PermanentFailure;

/** The company has said no: proof that nothing was charged. */
class CardDeclined extends PermanentFailure {

    CardDeclined() {
        super("the card was declined");
    }
}
