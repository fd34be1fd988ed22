package dev.darkroom.billing;

import dev.darkroom.web.HttpRefusal;

/** We asked the company while the visitor waited, and it did not answer. */
class CompanySilent extends HttpRefusal {

    CompanySilent() {
        super(
                502,
                "The payment company does not answer now, so nobody knows whether it has closed the attempt. Try again in a moment.");
    }
}
