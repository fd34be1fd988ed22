package dev.darkroom.lab;

import dev.darkroom.web.Refusal;

/** Somebody would take a guard out of a deployment. */
class GuardStays extends Refusal {

    GuardStays() {
        super(403, "A guard is never taken out of a deployment, whatever the settings say.");
    }
}
