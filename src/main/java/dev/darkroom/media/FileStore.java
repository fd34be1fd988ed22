package dev.darkroom.media;

import dev.darkroom.jobs.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** The originals and renditions of photos. A file is visible only when it is complete. */
public interface FileStore {

    String ORIGINAL = "original";

    /** Writes the content of a file. */
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Moves a file on the same disk into the store as a photo's original. Durable on return. */
    void keepOriginal(UUID photo, Path uploaded);

    /** Returns the path of an original, which may have been deleted. */
    Path original(UUID photo);

    /** Publishes a file of a photo, atomically. Durable on return. Each run has its own token. */
    void publish(UUID photo, String file, UUID token, Content content);

    Optional<Path> find(UUID photo, String file);

    void delete(UUID photo);

    /** Removes files of unknown photos and abandoned temporary files that are older than the given age. */
    void sweep(Duration age, Predicate<UUID> known);

    /** A file cannot be read or written; the disk may be full. */
    class FileStoreFailure extends Failure.Transient {

        FileStoreFailure(String message, Throwable cause) {
            super(message + ": " + cause.getMessage(), cause);
        }
    }
}
