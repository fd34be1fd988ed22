package dev.darkroom.media;

import io.quarkus.arc.lookup.LookupUnlessProperty;
import io.quarkus.logging.Log;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Stores each record's files in one folder. A file is written under a temporary name, synced, and renamed. */
@ApplicationScoped
@Identifier("photos")
@LookupUnlessProperty(name = "darkroom.storage", stringValue = "s3", lookupIfMissing = true)
public class DiskFileStore implements FileStore {

    private static final String PART = ".part";
    private static final Pattern FOLDER = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    private final String name;

    @ConfigProperty(name = "darkroom.home")
    protected Path home;

    DiskFileStore() {
        this("photos");
    }

    /** For a bean of another type of records, with a qualifier. */
    protected DiskFileStore(String name) {
        this.name = name;
    }

    @Produces
    @ApplicationScoped
    static FileStore configured(@Identifier("photos") Instance<FileStore> stores) {
        return stores.get();
    }

    @Override
    public String name() {
        return "file";
    }

    @Override
    public void keepOriginal(UUID record, Path uploaded) {
        try {
            Path folder = Files.createDirectories(folder(record));
            sync(uploaded);
            Files.move(uploaded, folder.resolve(ORIGINAL), StandardCopyOption.ATOMIC_MOVE);
            sync(folder);
            sync(root());
        } catch (IOException e) {
            delete(record);
            throw new FileStoreFailure("the upload cannot be stored", e);
        }
    }

    @Override
    public Path original(UUID record) {
        return folder(record).resolve(ORIGINAL);
    }

    /** Fails if the record was deleted: its folder must not come back. */
    @Override
    public Path runFolder(UUID record, UUID token) {
        Path run = folder(record).resolve(token.toString());
        try {
            if (!Files.isDirectory(run)) {
                Files.createDirectory(run);
                sync(run.getParent());
            }
            return run;
        } catch (IOException e) {
            throw new FileStoreFailure("the folder of the run cannot be made", e);
        }
    }

    @Override
    public String prefix(UUID token) {
        return "";
    }

    @Override
    public void publish(UUID record, String file, UUID token, Content content) {
        Path target = folder(record).resolve(file);
        Path part = target.resolveSibling(target.getFileName() + "." + token + PART);
        try {
            write(part, content);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            sync(target.getParent());
        } catch (IOException e) {
            throw new FileStoreFailure("the file cannot be stored", e);
        } finally {
            remove(part);
        }
    }

    @Override
    public boolean has(UUID record, String file) {
        return find(record, file).isPresent();
    }

    @Override
    public Optional<Path> find(UUID record, String file) {
        return Optional.of(folder(record).resolve(file)).filter(Files::isRegularFile);
    }

    @Override
    public void delete(UUID record) {
        keepOnly(record, Set.of());
    }

    @Override
    public void keepOnly(UUID record, Set<String> names) {
        list(folder(record)).stream()
                .filter(path -> !names.contains(path.getFileName().toString()))
                .forEach(DiskFileStore::remove);
        if (names.isEmpty()) {
            remove(folder(record));
        }
    }

    @Override
    public void sweep(Duration age, Function<UUID, Optional<Predicate<String>>> named) {
        Instant limit = Instant.now().minus(age);
        list(root()).stream()
                .filter(path ->
                        Files.isDirectory(path) && isOfRecord(path.getFileName().toString()))
                .forEach(folder -> sweepFolder(folder, limit, named));
    }

    private void sweepFolder(Path folder, Instant limit, Function<UUID, Optional<Predicate<String>>> named) {
        UUID record = UUID.fromString(folder.getFileName().toString());
        Optional<Predicate<String>> names = isOlder(folder, limit) ? named.apply(record) : Optional.of(name -> true);
        names.ifPresentOrElse(name -> sweepFiles(folder, "", limit, name), () -> remove(folder));
    }

    private static void sweepFiles(Path folder, String prefix, Instant limit, Predicate<String> named) {
        for (Path path : list(folder)) {
            String name = prefix + path.getFileName();
            boolean old = isOlder(path, limit);
            if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                sweepFiles(path, name + "/", limit, named);
                if (old) {
                    path.toFile().delete(); // if it is empty
                }
            } else if (old && (name.endsWith(PART) || !named.test(name))) {
                remove(path);
            }
        }
    }

    /** Other files, such as {@code .DS_Store}, are not ours. */
    protected static boolean isOfRecord(String folder) {
        return FOLDER.matcher(folder).matches();
    }

    private Path root() {
        return home.resolve(name);
    }

    private Path folder(UUID record) {
        return root().resolve(record.toString());
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
            Log.warnf("%s could not be read: %s", folder, e);
            return List.of();
        }
    }

    /** Removes a file, or a folder with its content. The sweeper retries if that fails. */
    private static void remove(Path path) {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            list(path).forEach(DiskFileStore::remove);
        }
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            Log.warnf("%s could not be removed and is left to the sweeper: %s", path, e);
        }
    }
}
