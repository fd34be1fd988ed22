package dev.darkroom.embedded;

import dev.darkroom.embedded.EmbeddedServices.StartupFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The folder of all data, which one process that serves pages shares with any number of workers. The locks are file
 * locks (on three bytes of one file), because the operating system releases them when a process dies.
 */
final class DataDirectory implements AutoCloseable {

    private static final long PAGES = 0;
    private static final long STARTING_OR_ENDING = 1;
    private static final long JOINED = 2;

    private final Path folder;
    private final FileChannel channel;
    private FileLock joined;

    private DataDirectory(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    interface Action<T> {
        T run() throws IOException;
    }

    /** Refuses a folder that cannot be used, and a second process that serves pages. */
    static DataDirectory open(Path folder, boolean servesPages) {
        try {
            Files.createDirectories(folder);
            FileChannel channel = FileChannel.open(
                    folder.resolve("lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            if (servesPages && tryLock(channel, PAGES) == null) {
                channel.close();
                throw new StartupFailure("Another Darkroom is running on " + folder
                        + ". To start a worker beside it: java -Ddarkroom.role=worker -Ddarkroom.home=" + folder
                        + " -jar target/quarkus-app/quarkus-run.jar. Or choose another folder with -Ddarkroom.home=…");
            }
            return new DataDirectory(folder, channel);
        } catch (IOException e) {
            throw unusable(folder, e);
        }
    }

    Path folder(String name) {
        return folder.resolve(name);
    }

    /** Runs the action while no other process starts or stops the shared services. */
    <T> T exclusively(Action<T> action) {
        try (FileLock lock = channel.lock(STARTING_OR_ENDING, 1, false)) {
            return action.run();
        } catch (IOException e) {
            throw unusable(folder, e);
        }
    }

    /** Call within {@link #exclusively}, like {@link #leave}. The first process empties the folder of temporary files. */
    void join() throws IOException {
        FileLock alone = tryLock(channel, JOINED);
        if (alone != null) {
            delete(temporary());
            alone.release();
        }
        joined = channel.lock(JOINED, 1, true);
        Files.createDirectories(temporary());
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    boolean isJoined() {
        return joined != null;
    }

    /** For what a library would write to /tmp, where a machine may allow no files or run no libraries. */
    Path temporary() {
        return folder("tmp");
    }

    /** Returns whether this was the last process. */
    boolean leave() throws IOException {
        joined.release();
        return tryLock(channel, JOINED) != null;
    }

    /** Also releases the locks. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Syncs a file or a folder. A rename is durable once its folder is synced. */
    static void sync(Path path) throws IOException {
        StandardOpenOption mode = Files.isDirectory(path) ? StandardOpenOption.READ : StandardOpenOption.WRITE;
        try (FileChannel channel = FileChannel.open(path, mode)) {
            channel.force(true);
        }
    }

    static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static StartupFailure unusable(Path folder, IOException e) {
        return new StartupFailure("The folder " + folder + " cannot be used (" + DatabaseProblem.describe(e)
                + "): choose another one with -Ddarkroom.home=…");
    }

    private static FileLock tryLock(FileChannel channel, long position) throws IOException {
        try {
            return channel.tryLock(position, 1, false);
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }
}
