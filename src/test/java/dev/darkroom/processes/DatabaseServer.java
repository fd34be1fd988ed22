package dev.darkroom.processes;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The embedded database server of a home. It outlives a process that is killed. */
record DatabaseServer(Path pidFile) {

    static DatabaseServer of(Path home) {
        return new DatabaseServer(home.resolve("postgres").resolve("data").resolve("postmaster.pid"));
    }

    boolean isRunning() {
        return process().isPresent();
    }

    int port() {
        return Integer.parseInt(line(3));
    }

    void stop() {
        process().ifPresent(server -> {
            server.destroy();
            await("the end of the database").until(() -> !server.isAlive());
        });
    }

    /** Also empty if the file is stale and its process id has been reused. */
    private Optional<ProcessHandle> process() {
        return Files.exists(pidFile)
                ? ProcessHandle.of(Long.parseLong(line(0)))
                        .filter(server -> server.info().command().orElse("").endsWith("postgres"))
                : Optional.empty();
    }

    private String line(int number) {
        try {
            return Files.readAllLines(pidFile).get(number).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
