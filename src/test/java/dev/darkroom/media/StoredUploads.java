package dev.darkroom.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.darkroom.testing.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** Counts what uploads have stored: rows, folders and temporary files. */
record StoredUploads(long photos, long jobs, long folders) {

    private static final String FILE_OF_A_PHOTO =
            ".*/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(/(original|(thumb|medium|large)-[0-9a-f]{16}\\.jpg))?";

    /** Counts once the temporary files of all requests are gone. */
    static StoredUploads count(Path home) {
        await("temporary files are removed").pollDelay(Duration.ZERO).until(() -> temporaryFiles(home) == 0);
        return new StoredUploads(
                Database.count("photo"),
                Database.count("job WHERE kind = 'resize-photo'"),
                files(home.resolve("photos")));
    }

    static long temporaryFiles(Path home) {
        return files(home.resolve("uploads"));
    }

    StoredUploads plusOneInline() {
        return new StoredUploads(photos + 1, jobs, folders + 1);
    }

    /** The store contains only files named after photos and renditions. */
    static void assertOnlyPhotosIn(Path home) throws IOException {
        Path store = home.resolve("photos");
        try (Stream<Path> files = Files.walk(store)) {
            assertThat(files.filter(file -> !file.equals(store)).map(Path::toString))
                    .allMatch(file -> file.matches(FILE_OF_A_PHOTO));
        }
    }

    private static long files(Path folder) {
        try (Stream<Path> files = Files.list(Files.createDirectories(folder))) {
            return files.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
