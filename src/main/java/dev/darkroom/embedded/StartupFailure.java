package dev.darkroom.embedded;

/** Why the program cannot start, in one sentence that says what to do. */
public class StartupFailure extends RuntimeException {

    StartupFailure(String message) {
        super(message);
    }
}
