package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** The published files, as they lie on the disk. */
record PhotoFiles(Path folder) {

    private static final Map<String, Integer> EDGES = Map.of("thumb", 200, "medium", 800, "large", 1600);

    /** How many renditions of all photos together. */
    int count() {
        return published(folder).size();
    }

    /** Returns at the first sight of a file beside the original: its writing has hardly begun. */
    void awaitWriting(String status) {
        Path photo = folder(status);
        await("a rendition of " + photo)
                .pollInterval(Duration.ofMillis(1))
                .pollDelay(Duration.ZERO)
                .until(() -> files(photo).size() > 1);
    }

    /** Every published file is a whole JPEG, at any time. */
    void assertWhole() {
        published(folder).forEach(PhotoFiles::assertWhole);
    }

    /** All three renditions are there, whole and of the right size. */
    void assertDeveloped(String status) {
        assertThat(published(folder(status))).hasSize(EDGES.size()).allSatisfy(PhotoFiles::assertWhole);
    }

    /** The ids of all photos that have any file. */
    List<String> photos() {
        return list(folder).stream()
                .map(photo -> photo.getFileName().toString())
                .toList();
    }

    boolean isDeveloped(String id) {
        return published(folder.resolve(id)).size() == EDGES.size();
    }

    /** What is not a whole JPEG; equal files are looked at once. */
    List<Path> damaged() {
        Set<ByteBuffer> whole = new HashSet<>();
        return published(folder).stream()
                .filter(file -> !whole.contains(content(file)))
                .filter(file -> !isWhole(file) || !whole.add(content(file)))
                .toList();
    }

    /** What somebody was writing, or had been when it died. */
    List<Path> unfinished() {
        return files(folder).stream()
                .filter(file -> file.toString().endsWith(".part"))
                .toList();
    }

    /** The names of what one photo has to show, and a number that tells their contents apart. */
    Map<String, Integer> published(String status) {
        return published(folder(status)).stream()
                .collect(Collectors.toMap(file -> file.getFileName().toString(), file -> content(file)
                        .hashCode()));
    }

    /** The same of one photo. */
    List<Path> unfinished(String status) {
        return new PhotoFiles(folder(status)).unfinished();
    }

    /** As a disk that hangs: who opens the original waits until it is mended, and heeds no interruption. */
    void hang(String status) throws IOException, InterruptedException {
        Path original = folder(status).resolve("original");
        Files.move(original, kept(original));
        int code = new ProcessBuilder("mkfifo", original.toString()).start().waitFor();
        assertThat(code).as("mkfifo %s", original).isZero();
    }

    void mend(String status) throws IOException {
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

    private static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
