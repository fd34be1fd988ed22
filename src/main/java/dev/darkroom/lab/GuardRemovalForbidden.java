package dev.darkroom.lab;

import dev.darkroom.web.HttpRefusal;

/** Somebody would take a guard out of a deployment. */
class GuardRemovalForbidden extends HttpRefusal {

    GuardRemovalForbidden() {
        super(403, "A guard is never taken out of a deployment, whatever the settings say.");
    }
}
