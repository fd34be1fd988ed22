package dev.darkroom.media;

import dev.darkroom.media.FileStore.FileStoreFailure;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Three pictures in the jar, for visitors without a picture at hand. */
@ApplicationScoped
class SamplePhotos {

    private static final List<String> NAMES = List.of("harbour-at-dusk.jpg", "lighthouse.jpg", "birch-wood.jpg");

    private final Path uploads;

    SamplePhotos(@ConfigProperty(name = "quarkus.http.body.uploads-directory") Path uploads) {
        this.uploads = uploads;
    }

    /** Returns a copy of each sample, as if it had been uploaded. */
    List<Upload.Incoming> copies() {
        return NAMES.stream().map(this::copy).toList();
    }

    private Upload.Incoming copy(String name) {
        try (InputStream in = SamplePhotos.class.getResourceAsStream("/samples/" + name)) {
            Path copy = Files.createTempFile(Files.createDirectories(uploads), "sample", null);
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
            return new Upload.Incoming(name, copy);
        } catch (IOException e) {
            throw new FileStoreFailure("the samples cannot be copied", e);
        }
    }
}
