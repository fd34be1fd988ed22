package dev.darkroom.lab;

import java.time.Duration;

/** A simulated delay. */
final class Delay {

    private Delay() {}

    /** Throws {@link Interrupted}, with the thread's interrupt status set, if the work is stopped meanwhile. */
    static void sleep(Duration delay) {
        try {
            Thread.sleep(delay.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Interrupted(e);
        }
    }

    static final class Interrupted extends RuntimeException {
        Interrupted(InterruptedException cause) {
            super("interrupted while waiting", cause);
        }
    }
}
