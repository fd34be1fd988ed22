package dev.darkroom.idempotency;

import dev.darkroom.web.HttpRefusal;

/** What the key had led to was deleted, and the key is still not a new one. */
class RecordsGone extends HttpRefusal {

    RecordsGone() {
        super(410, "What was accepted under this Idempotency-Key has been deleted since.");
    }
}
