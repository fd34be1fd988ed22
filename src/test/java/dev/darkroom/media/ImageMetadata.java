package dev.darkroom.media;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What uploads leave behind: rows, folders of the store, temporary files. */
record ImageMetadata(long photos, long jobs, long folders, long uploads) {

    private static final String OF_A_PHOTO =
            ".*/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(/(original|(thumb|medium|large)-[0-9a-f]{16}\\.jpg))?";

    static ImageMetadata of(EntityManager database, Path home) {
        return new ImageMetadata(
                rows(database, "SELECT count(*) FROM photo"),
                rows(database, "SELECT count(*) FROM job WHERE kind = 'resize-photo'"),
                files(home.resolve("photos")),
                files(home.resolve("uploads")));
    }

    /** @param newJobs none where it was inline */
    ImageMetadata andOnePhoto(int newJobs) {
        return new ImageMetadata(photos + 1, jobs + newJobs, folders + 1, uploads);
    }

    /** Whatever a file was called, it lies where its id leads, under a name of ours. */
    static void assertOnlyPhotosIn(Path home) throws IOException {
        Path store = home.resolve("photos");
        try (Stream<Path> files = Files.walk(store)) {
            assertThat(files.filter(file -> !file.equals(store)).map(Path::toString))
                    .allMatch(file -> file.matches(OF_A_PHOTO));
        }
    }

    private static long rows(EntityManager database, String count) {
        return (long) database.createNativeQuery(count).getSingleResult();
    }

    private static long files(Path folder) {
        try (Stream<Path> files = Files.list(Files.createDirectories(folder))) {
            return files.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
