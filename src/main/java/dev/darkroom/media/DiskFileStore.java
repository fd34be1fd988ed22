package dev.darkroom.media;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Stores each photo's files in one folder. A rendition is written under a temporary name, synced, and renamed. */
@ApplicationScoped
class DiskFileStore implements FileStore {

    private static final Logger LOG = Logger.getLogger(DiskFileStore.class);
    private static final String PART = ".part";
    private static final Pattern FOLDER = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    private final Path photos;

    DiskFileStore(@ConfigProperty(name = "darkroom.home") Path home) {
        this.photos = home.resolve("photos");
    }

    @Override
    public void keepOriginal(UUID photo, Path uploaded) {
        try {
            Path folder = Files.createDirectories(folder(photo));
            sync(uploaded);
            Files.move(uploaded, folder.resolve(ORIGINAL), StandardCopyOption.ATOMIC_MOVE);
            sync(folder);
            sync(photos);
        } catch (IOException e) {
            delete(photo);
            throw new FileStoreFailure("the picture cannot be stored", e);
        }
    }

    @Override
    public Path original(UUID photo) {
        return folder(photo).resolve(ORIGINAL);
    }

    @Override
    public void publish(UUID photo, String file, UUID token, Content content) {
        Path folder = folder(photo);
        Path part = folder.resolve(file + "." + token + PART);
        try {
            write(part, content);
            Files.move(part, folder.resolve(file), StandardCopyOption.ATOMIC_MOVE);
            sync(folder);
        } catch (IOException e) {
            throw new FileStoreFailure("the rendition cannot be stored", e);
        } finally {
            remove(part);
        }
    }

    @Override
    public Optional<Path> find(UUID photo, String file) {
        return Optional.of(folder(photo).resolve(file)).filter(Files::isRegularFile);
    }

    @Override
    public void delete(UUID photo) {
        Path folder = folder(photo);
        list(folder).forEach(DiskFileStore::remove);
        remove(folder);
    }

    @Override
    public void sweep(Duration age, Predicate<UUID> known) {
        Instant limit = Instant.now().minus(age);
        list(photos).stream().filter(DiskFileStore::isOfPhoto).forEach(folder -> sweepFolder(folder, limit, known));
    }

    private void sweepFolder(Path folder, Instant limit, Predicate<UUID> known) {
        UUID photo = UUID.fromString(folder.getFileName().toString());
        if (isOlder(folder, limit) && !known.test(photo)) {
            delete(photo);
            return;
        }
        list(folder).stream()
                .filter(file -> file.toString().endsWith(PART) && isOlder(file, limit))
                .forEach(DiskFileStore::remove);
    }

    /** Other files, such as {@code .DS_Store}, are not ours. */
    private static boolean isOfPhoto(Path folder) {
        return Files.isDirectory(folder)
                && FOLDER.matcher(folder.getFileName().toString()).matches();
    }

    private Path folder(UUID photo) {
        return photos.resolve(photo.toString());
    }

    private static void write(Path file, Content content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            content.writeTo(Channels.newOutputStream(channel));
            channel.force(true);
        }
    }

    /** Syncs a file or a folder. A rename is durable once its folder is synced. */
    private static void sync(Path path) throws IOException {
        StandardOpenOption mode = Files.isDirectory(path) ? StandardOpenOption.READ : StandardOpenOption.WRITE;
        try (FileChannel channel = FileChannel.open(path, mode)) {
            channel.force(true);
        }
    }

    private static boolean isOlder(Path path, Instant limit) {
        try {
            return Files.getLastModifiedTime(path).toInstant().isBefore(limit);
        } catch (IOException e) {
            return false;
        }
    }

    /** A folder that cannot be read is left to the sweeper: an exception would hide the one before it. */
    private static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            LOG.warnf("%s could not be read: %s", folder, e);
            return List.of();
        }
    }

    /** A file that cannot be removed now is left to the sweeper. */
    private static void remove(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.warnf("%s could not be removed and is left to the sweeper: %s", path, e);
        }
    }
}
