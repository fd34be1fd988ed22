package dev.darkroom.media;

import io.quarkus.runtime.configuration.MemorySize;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.Semaphore;

/** Lets only as many pictures be decoded at a time as there is memory for; who came first is next. */
@ApplicationScoped
class DecodingMemory {

    private static final int KILOBYTE = 1024;

    private final int kilobytes;
    private final Semaphore free;

    @Inject
    DecodingMemory(UploadSettings settings) {
        this(settings.decodingMemory()
                .map(MemorySize::asLongValue)
                .orElse(Runtime.getRuntime().maxMemory() / 2));
    }

    DecodingMemory(long bytes) {
        this.kilobytes = kilobytes(bytes);
        this.free = new Semaphore(kilobytes, true);
    }

    /** For all pictures together, and so the most for one. */
    long bytes() {
        return (long) kilobytes * KILOBYTE;
    }

    /** Waits until that much is free. More than there is counts as all: a picture must not wait for ever. */
    Share take(long bytes) throws InterruptedException {
        int share = Math.min(kilobytes(bytes), kilobytes);
        free.acquire(share);
        return () -> free.release(share);
    }

    private static int kilobytes(long bytes) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, bytes / KILOBYTE));
    }

    /** Memory that somebody has until he closes it. */
    @FunctionalInterface
    interface Share extends AutoCloseable {
        @Override
        void close();
    }
}
