package dev.darkroom.media;

import io.quarkus.runtime.configuration.MemorySize;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.Closeable;
import java.util.concurrent.Semaphore;

/** Limits concurrent decoding by memory, first come, first served. */
@ApplicationScoped
class DecodingMemory {

    private static final int KILOBYTE = 1024;

    private final int kilobytes;
    private final Semaphore free;

    @Inject
    DecodingMemory(PhotoUpload.Settings settings) {
        this(settings.decodingMemory()
                .map(MemorySize::asLongValue)
                .orElse(Runtime.getRuntime().maxMemory() / 2));
    }

    DecodingMemory(long bytes) {
        this.kilobytes = kilobytes(bytes);
        this.free = new Semaphore(kilobytes, true);
    }

    /** Returns the limit for all pictures together. */
    long bytes() {
        return (long) kilobytes * KILOBYTE;
    }

    /** Waits until that much memory, or at most all of it, is free. Reserves it until the result is closed. */
    Closeable acquire(long bytes) throws InterruptedException {
        int permits = Math.min(kilobytes(bytes), kilobytes);
        free.acquire(permits);
        return () -> free.release(permits);
    }

    private static int kilobytes(long bytes) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, bytes / KILOBYTE));
    }
}
