package dev.darkroom.processes;

import java.util.concurrent.CountDownLatch;

/** Responses pass through it; while it is shut, they wait. */
final class ResponseGate {

    private volatile CountDownLatch shut = new CountDownLatch(0);

    void shut() {
        shut = new CountDownLatch(1);
    }

    void open() {
        shut.countDown();
    }

    void pass() {
        try {
            shut.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
