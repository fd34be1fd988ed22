package dev.darkroom.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Base64;

/** The folder where all of this program's data lives, held by one process at a time. */
final class Home implements AutoCloseable {

    private final Path folder;
    private final FileChannel channel;

    private Home(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /** @throws CannotStart if it cannot be written to, or another process holds it */
    static Home open(Path folder) {
        try {
            Files.createDirectories(folder);
            FileChannel channel =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new CannotStart("Another Darkroom is running on " + folder
                        + ": stop it first, or choose another folder with -Ddarkroom.home=…");
            }
            return new Home(folder, channel);
        } catch (IOException e) {
            throw new CannotStart("The folder " + folder + " cannot be used (" + e.getMessage()
                    + "): choose another one with -Ddarkroom.home=…");
        }
    }

    Path folder(String name) {
        return folder.resolve(name);
    }

    /** A random key, made once and kept in a file that only its owner can read. */
    String key(String name) {
        Path file = folder.resolve(name);
        try {
            if (Files.notExists(file)) {
                byte[] random = new byte[32];
                new SecureRandom().nextBytes(random);
                Files.writeString(file, Base64.getEncoder().encodeToString(random));
                file.toFile().setReadable(false, false);
                file.toFile().setReadable(true, true);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new CannotStart("The key " + file + " cannot be read or written: " + e.getMessage());
        }
    }

    /** The lock goes with its channel. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }
}
