package dev.darkroom.processes;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** How long something goes on. */
final class Hourglass {

    private final long end;

    Hourglass(Duration duration) {
        this.end = System.nanoTime() + duration.toNanos();
    }

    boolean runs() {
        return System.nanoTime() < end;
    }

    /** Some time between the two, but never past the end. */
    void pause(Random random, int leastMillis, int mostMillis) {
        long chosen = System.nanoTime() + random.nextInt(leastMillis, mostMillis + 1) * 1_000_000L;
        long until = Math.min(chosen, end);
        while (System.nanoTime() < until) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
    }
}
