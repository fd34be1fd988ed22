package dev.darkroom.media;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** Where originals and renditions are: a file is there whole, or not at all. */
public interface FileStore {

    /** Something that can write itself. */
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Takes over a file on the same disk as the original of a photo. Durable when this returns. */
    void keepOriginal(UUID photo, Path uploaded);

    /** Where the original is; it may be gone. */
    Path original(UUID photo);

    /**
     * Publishes a file of a photo. Durable and visible when this returns, and not before.
     *
     * @param token never the same for two writers: they must not write the same temporary file
     */
    void publish(UUID photo, String file, UUID token, Content content);

    Optional<Path> find(UUID photo, String file);

    /** Removes all files of a photo. */
    void delete(UUID photo);

    /** Removes what is older than that and belongs to a photo that nobody knows, and temporary files of dead writers. */
    int sweep(Duration age, Predicate<UUID> known);
}
