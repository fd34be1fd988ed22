package dev.darkroom.media;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** What is taken as a picture. Sizes as Quarkus reads them: {@code 25M}. */
@ConfigMapping(prefix = "darkroom.upload")
interface UploadSettings {

    /** Of one file. */
    @WithDefault("25M")
    MemorySize maxBytes();

    /** Width times height of one picture. */
    @WithDefault("60000000")
    long maxPixels();

    /**
     * Heap for all pictures that are decoded at a time; without it, half of the heap. Who finds none left waits. JPEG and
     * PNG are decoded in parts, and thus always fit; a WebP which needs more than this is refused.
     */
    Optional<MemorySize> decodingMemory();

    /** Of a whole request; the server's limit. */
    @WithDefault("512M")
    MemorySize maxRequestBytes();
}
