package dev.darkroom.embedded;

/** Why the program cannot start, in one sentence that says what to do. */
public class CannotStart extends RuntimeException {

    CannotStart(String message) {
        super(message);
    }
}
