package dev.darkroom.billing;

import dev.darkroom.web.HttpRefusal;

/** Only an attempt whose outcome nobody knows is voided. */
class NothingToVoid extends HttpRefusal {

    NothingToVoid() {
        super(409, "The outcome of this charge is known, or still being asked for in the ordinary way.");
    }
}
