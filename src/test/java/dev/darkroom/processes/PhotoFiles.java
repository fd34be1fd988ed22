package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.testing.Pictures;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    /** Asserts that all three renditions exist, intact and of the right size. */
    void assertResized(String status) {
        assertThat(published(folder(status))).hasSize(EDGES.size()).allMatch(PhotoFiles::isIntact);
    }

    /** The published files that are not an intact JPEG of the right size. */
    List<Path> damaged() {
        return published(folder).stream().filter(file -> !isIntact(file)).toList();
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
                .collect(Collectors.toMap(
                        file -> file.getFileName().toString(), file -> Arrays.hashCode(content(file))));
    }

    /** Replaces the original with a pipe: a read blocks and ignores interruption, as on a disk that hangs. */
    void hang(String status) throws IOException, InterruptedException {
        Path original = folder(status).resolve("original");
        Files.move(original, original.resolveSibling("kept"));
        int code = new ProcessBuilder("mkfifo", original.toString()).start().waitFor();
        assertThat(code).as("mkfifo %s", original).isZero();
    }

    void repair(String status) throws IOException {
        Path original = folder(status).resolve("original");
        Files.move(original.resolveSibling("kept"), original, StandardCopyOption.ATOMIC_MOVE);
    }

    private static boolean isIntact(Path file) {
        byte[] bytes = content(file);
        int end = bytes.length - 2;
        if (end < 0 || bytes[end] != (byte) 0xFF || bytes[end + 1] != (byte) 0xD9) {
            return false;
        }
        BufferedImage picture = Pictures.decode(bytes);
        int edge = EDGES.get(file.getFileName().toString().split("-")[0]);
        return picture != null && Math.max(picture.getWidth(), picture.getHeight()) == edge;
    }

    private static byte[] content(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
