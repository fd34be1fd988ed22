package dev.darkroom.billing;

import dev.darkroom.web.HttpRefusal;

/** Nobody knows yet whether an earlier payment was made: a new one could charge twice. */
class OutcomeUnknown extends HttpRefusal {

    OutcomeUnknown() {
        super(
                409,
                "The outcome of an earlier payment is unknown, so there is no new one now. We go on asking; or void that one.");
    }
}
