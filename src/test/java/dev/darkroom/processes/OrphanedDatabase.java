package dev.darkroom.processes;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The database server that a killed process leaves running. */
record OrphanedDatabase(Path pidFile) {

    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    static OrphanedDatabase of(Path home) {
        return new OrphanedDatabase(home.resolve("postgres").resolve("data").resolve("postmaster.pid"));
    }

    boolean isRunning() {
        return server().isPresent();
    }

    void stop() {
        server().ifPresent(OrphanedDatabase::end);
    }

    private Optional<ProcessHandle> server() {
        return Files.exists(pidFile) ? ProcessHandle.of(pid()).filter(OrphanedDatabase::isPostgres) : Optional.empty();
    }

    private long pid() {
        try {
            return Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A stale file may name a process id that has been reused. */
    private static boolean isPostgres(ProcessHandle process) {
        return process.info().command().orElse("").endsWith("postgres");
    }

    private static void end(ProcessHandle process) {
        process.destroy();
        await("the end of the database").atMost(STOP_LIMIT).until(() -> !process.isAlive());
    }
}
