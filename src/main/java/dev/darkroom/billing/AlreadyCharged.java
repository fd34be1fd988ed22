package dev.darkroom.billing;

import dev.darkroom.web.HttpRefusal;

/** It cannot be voided any more: the money is taken. */
class AlreadyCharged extends HttpRefusal {

    AlreadyCharged() {
        super(409, "The company has charged this attempt already: it can no longer be voided.");
    }
}
