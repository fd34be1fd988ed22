package dev.darkroom.lab;

import java.time.Duration;

/** Time that passes and does nothing. */
final class Delay {

    private Delay() {}

    /** Ends early, with the interrupt still set, where the work is stopped: who goes on will notice. */
    static void forThe(Duration delay) {
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
