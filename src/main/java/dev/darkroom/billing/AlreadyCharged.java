package dev.darkroom.billing;

import dev.darkroom.web.Refusal;

/** It cannot be voided any more: the money is taken. */
class AlreadyCharged extends Refusal {

    AlreadyCharged() {
        super(409, "The company has charged this attempt already: it can no longer be voided.");
    }
}
