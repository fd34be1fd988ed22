package dev.darkroom.media;

import dev.darkroom.jobs.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;

/** The originals and renditions of one type of records. A file is visible only when it is complete. */
public interface FileStore {

    String ORIGINAL = "original";

    /** Writes the content of a file. */
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** The value of {@code darkroom.storage}, which records keep. */
    String name();

    /** Stores a file on the same disk as a record's original, and may move it. Durable on return. */
    void keepOriginal(UUID record, Path uploaded);

    /** Returns the path of an original, which may have been deleted. */
    Path original(UUID record);

    /** Makes and returns the folder of a record for what one run writes. Durable on return. */
    Path runFolder(UUID record, UUID token);

    /** The start of the names of a run's renditions: empty in a store where they replace those of an earlier run. */
    String prefix(UUID token);

    /** Publishes a file of a record, atomically. Durable on return. Each run has its own token. The file may be in its folder. */
    void publish(UUID record, String file, UUID token, Content content);

    boolean has(UUID record, String file);

    /** Returns the path of a file on this machine. */
    Optional<Path> find(UUID record, String file);

    void delete(UUID record);

    /** Removes all files and run folders of a record except those with these names. */
    void keepOnly(UUID record, Set<String> names);

    /**
     * Removes files that no record names and that are older than the given age, such as those of a killed process.
     *
     * @param named tells whether a record names a file; empty for an unknown record
     */
    void sweep(Duration age, Function<UUID, Optional<Predicate<String>>> named);

    /** A file cannot be read or written; the disk may be full. */
    class FileStoreFailure extends Failure.Transient {

        public FileStoreFailure(String message, Throwable cause) {
            super(message + ": " + cause.getMessage(), cause);
        }

        public FileStoreFailure(String message) {
            super(message, null);
        }
    }
}
