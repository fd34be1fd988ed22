package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** The published files, as they lie on the disk. */
record PhotoFiles(Path folder) {

    private static final Map<String, Integer> EDGES = Map.of("thumb", 200, "medium", 800, "large", 1600);

    /** How many renditions of all photos together. */
    int count() {
        return published(folder).size();
    }

    /** Every published file is a whole JPEG, at any time. */
    void assertWhole() {
        published(folder).forEach(PhotoFiles::assertWhole);
    }

    /** All three renditions are there, whole and of the right size. */
    void assertDeveloped(String status) {
        String id = status.split("/")[2];
        assertThat(published(folder.resolve(id))).hasSize(EDGES.size()).allSatisfy(PhotoFiles::assertWhole);
    }

    private static void assertWhole(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            BufferedImage picture = ImageIO.read(new ByteArrayInputStream(bytes));
            assertThat(bytes).as("%s has its end", file).endsWith(0xFF, 0xD9);
            assertThat(Math.max(picture.getWidth(), picture.getHeight()))
                    .as("the longer edge of %s", file)
                    .isEqualTo(edge(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int edge(Path file) {
        return EDGES.get(file.getFileName().toString().split("-")[0]);
    }

    private static List<Path> published(Path folder) {
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".jpg")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
