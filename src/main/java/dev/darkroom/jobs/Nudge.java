package dev.darkroom.jobs;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Tells the relay that there may be something to hand over; many nudges before it looks are one. */
@Singleton
class Nudge {

    private final Semaphore nudges = new Semaphore(0);

    void give() {
        nudges.release();
    }

    void await(Duration atMost) throws InterruptedException {
        nudges.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS);
        nudges.drainPermits();
    }
}
