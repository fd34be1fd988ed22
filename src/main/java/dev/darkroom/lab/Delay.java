package dev.darkroom.lab;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

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

    /** Waits for an event, and throws as {@link #sleep} does. */
    static void await(CountDownLatch event) {
        try {
            event.await();
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
