package dev.darkroom.media;

import dev.darkroom.jobs.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/** The originals and renditions of one type of records. A file is visible only when it is complete. */
public interface FileStore {

    String ORIGINAL = "original";

    /** Writes the content of a file. */
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Moves a file on the same disk into the store as a record's original. Durable on return. */
    void keepOriginal(UUID record, Path uploaded);

    /** Returns the path of an original, which may have been deleted. */
    Path original(UUID record);

    /** Makes and returns the folder of a record for what one run writes. Durable on return. */
    Path runFolder(UUID record, UUID token);

    /** Publishes a file of a record, atomically. Durable on return. Each run has its own token. The file may be in its folder. */
    void publish(UUID record, String file, UUID token, Content content);

    Optional<Path> find(UUID record, String file);

    void delete(UUID record);

    /** Removes all files and run folders of a record except those with these names. */
    void keepOnly(UUID record, Set<String> names);

    /** Removes files of unknown records and abandoned temporary files that are older than the given age. */
    void sweep(Duration age, Predicate<UUID> known);

    /** A file cannot be read or written; the disk may be full. */
    class FileStoreFailure extends Failure.Transient {

        public FileStoreFailure(String message, Throwable cause) {
            super(message + ": " + cause.getMessage(), cause);
        }
    }
}
