package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** The files of the photos on disk. */
record PhotoFiles(Path folder) {

    private static final Map<String, Integer> EDGES = Map.of("thumb", 200, "medium", 800, "large", 1600);

    /** The number of renditions of all photos. */
    int count() {
        return published(folder).size();
    }

    List<Path> all() {
        return files(folder);
    }

    /** Asserts that every published file is a whole JPEG. */
    void assertWhole() {
        published(folder).forEach(PhotoFiles::assertWhole);
    }

    /** Asserts that all three renditions are there, whole and of the right size. */
    void assertDeveloped(String status) {
        assertThat(published(folder(status))).hasSize(EDGES.size()).allSatisfy(PhotoFiles::assertWhole);
    }

    /** Published files that are not a whole JPEG. */
    List<Path> damaged() {
        return published(folder).stream().filter(file -> !isWhole(file)).toList();
    }

    /** The photo's temporary files. */
    List<Path> unfinished(String status) {
        return files(folder(status)).stream()
                .filter(file -> file.toString().endsWith(".part"))
                .toList();
    }

    /** The names of a photo's renditions, with a hash of each one's content. */
    Map<String, Integer> published(String status) {
        return published(folder(status)).stream()
                .collect(Collectors.toMap(file -> file.getFileName().toString(), file -> content(file)
                        .hashCode()));
    }

    /** Replaces the original by a pipe: a read of it blocks and ignores interruption, like a disk that hangs. */
    void hang(String status) throws IOException, InterruptedException {
        Path original = folder(status).resolve("original");
        Files.move(original, kept(original));
        int code = new ProcessBuilder("mkfifo", original.toString()).start().waitFor();
        assertThat(code).as("mkfifo %s", original).isZero();
    }

    void repair(String status) throws IOException {
        Path original = folder(status).resolve("original");
        Files.move(kept(original), original, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path kept(Path original) {
        return original.resolveSibling("kept");
    }

    private static boolean isWhole(Path file) {
        try {
            assertWhole(file);
            return true;
        } catch (AssertionError | RuntimeException e) {
            return false;
        }
    }

    private static ByteBuffer content(Path file) {
        try {
            return ByteBuffer.wrap(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    private Path folder(String status) {
        return folder.resolve(status.split("/")[2]);
    }

    private static List<Path> published(Path folder) {
        return files(folder).stream()
                .filter(file -> file.toString().endsWith(".jpg"))
                .toList();
    }

    private static List<Path> files(Path folder) {
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
