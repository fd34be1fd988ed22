package dev.darkroom.lab;

import dev.darkroom.jobs.Failure;

/** Something does not work because somebody wants to see what happens then. */
class InjectedFailure extends Failure.Transient {

    InjectedFailure(String message) {
        super(message, null);
    }
}
