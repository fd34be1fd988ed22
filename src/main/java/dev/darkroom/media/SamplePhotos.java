package dev.darkroom.media;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Three pictures that come with the program, for who has none at hand. */
@ApplicationScoped
class SamplePhotos {

    private static final List<String> NAMES = List.of("harbour-at-dusk.jpg", "lighthouse.jpg", "birch-wood.jpg");

    private final Path uploads;

    SamplePhotos(@ConfigProperty(name = "quarkus.http.body.uploads-directory") Path uploads) {
        this.uploads = uploads;
    }

    /** Copies of the three, by name, as if they had been uploaded. */
    Map<String, Path> uploaded() {
        Map<String, Path> files = new LinkedHashMap<>();
        NAMES.forEach(name -> files.put(name, copy(name)));
        return files;
    }

    /** Those that nobody has taken over, as of a repeat. */
    void remove(Collection<Path> copies) {
        try {
            for (Path copy : copies) {
                Files.deleteIfExists(copy);
            }
        } catch (IOException e) {
            throw new FileStoreFailure("the samples cannot be removed", e);
        }
    }

    private Path copy(String name) {
        try (InputStream in = SamplePhotos.class.getResourceAsStream("/samples/" + name)) {
            Path copy = Files.createTempFile(Files.createDirectories(uploads), "sample", null);
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
            return copy;
        } catch (IOException e) {
            throw new FileStoreFailure("the samples cannot be copied", e);
        }
    }
}
