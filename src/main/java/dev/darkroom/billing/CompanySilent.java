package dev.darkroom.billing;

import dev.darkroom.web.Refusal;

/** We asked the company while the visitor waited, and it did not answer. */
class CompanySilent extends Refusal {

    CompanySilent() {
        super(502, "The payment company does not answer now; nothing has changed. Try again in a moment.");
    }
}
