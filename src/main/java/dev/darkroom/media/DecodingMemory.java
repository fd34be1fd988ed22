package dev.darkroom.media;

import io.quarkus.runtime.configuration.MemorySize;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
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

    /** Waits until that much memory is free. A request for more than all memory waits for all of it. */
    Permit acquire(long bytes) throws InterruptedException {
        int permits = Math.min(kilobytes(bytes), kilobytes);
        free.acquire(permits);
        return () -> free.release(permits);
    }

    private static int kilobytes(long bytes) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, bytes / KILOBYTE));
    }

    /** Memory that is reserved until the permit is closed. */
    interface Permit extends AutoCloseable {
        @Override
        void close();
    }
}
