package dev.darkroom.lab;

import dev.darkroom.jobs.TransientFailure;

/** Something does not work because somebody wants to see what happens then. */
class OutOfOrder extends TransientFailure {

    OutOfOrder(String message) {
        super(message, null);
    }
}
