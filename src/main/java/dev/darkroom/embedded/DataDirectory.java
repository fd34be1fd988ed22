package dev.darkroom.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;

/**
 * The folder where all of this program's data lives. One process at a time serves pages from it; any number of workers may
 * join. Who does what is told by locks on three bytes of one file, which the system frees when a process dies.
 */
final class DataDirectory implements AutoCloseable {

    private static final long PAGES = 0;
    private static final long STARTING_OR_ENDING = 1;
    private static final long CONNECTED = 2;

    private final Path folder;
    private final FileChannel channel;
    private FileLock connected;

    private DataDirectory(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /** @throws CannotStart if it cannot be written to, or pages are served from it already, and this process would too */
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
            throw new StartupFailure("The folder " + folder + " cannot be used (" + e.getMessage()
                    + "): choose another one with -Ddarkroom.home=…");
        }
    }

    Path folder(String name) {
        return folder.resolve(name);
    }

    /** One process at a time starts or ends what all of them share. */
    <T> T alone(Supplier<T> action) {
        try (FileLock lock = channel.lock(STARTING_OR_ENDING, 1, false)) {
            return action.get();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** To be called {@link #alone}, like {@link #leave}. */
    void connect() {
        try {
            connected = channel.lock(CONNECTED, 1, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether nobody else is connected any more. */
    boolean leave() {
        try {
            connected.release();
            return tryLock(channel, CONNECTED) != null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The locks go with their channel. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileLock tryLock(FileChannel channel, long what) throws IOException {
        try {
            return channel.tryLock(what, 1, false);
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }
}
