package dev.darkroom.lab;

import dev.darkroom.jobs.TransientFailure;

/** Something does not work because somebody wants to see what happens then. */
class InjectedFailure extends TransientFailure {

    InjectedFailure(String message) {
        super(message, null);
    }
}
