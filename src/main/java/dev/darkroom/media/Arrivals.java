package dev.darkroom.media;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where the server puts uploads while their request lasts. It removes them itself, unless it dies in the middle of one. */
@ApplicationScoped
class Arrivals {

    private final Path folder;

    Arrivals(@ConfigProperty(name = "quarkus.http.body.uploads-directory") Path folder) {
        this.folder = folder;
    }

    /** Removes what has not been written to for so long. */
    void sweep(Duration age) {
        Instant limit = Instant.now().minus(age);
        try {
            for (Path file : files()) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(limit)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(Files.createDirectories(folder))) {
            return files.toList();
        }
    }
}
