package dev.darkroom.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A PostgreSQL server as its data folder knows it: whichever process has started it, and also after that one has died. */
record RunningPostgres(Path data, int port) {

    private static final int PID_LINE = 0;
    private static final int PORT_LINE = 3;
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final String STARTING_UP = "57P03";
    private static final long PAUSE_NANOS = 50_000_000;

    /** The server that is running on that folder. */
    static Optional<RunningPostgres> running(Path data) {
        try {
            List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
            RunningPostgres found = new RunningPostgres(
                    data, Integer.parseInt(lines.get(PORT_LINE).strip()));
            return Optional.of(found).filter(RunningPostgres::answers);
        } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=postgres";
    }

    /** Waits where the server is still starting: after a crash that can take a while. */
    Connection connect(Duration limit) throws SQLException {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            try {
                return DriverManager.getConnection(jdbcUrl("postgres"));
            } catch (SQLException e) {
                if (!STARTING_UP.equals(e.getSQLState()) || System.nanoTime() > end) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** Asks the server to end, and waits until it has; on SIGTERM it waits for whoever is still connected. */
    void end() throws IOException {
        long pid = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(PID_LINE).strip());
        Optional<ProcessHandle> server = ProcessHandle.of(pid);
        server.ifPresent(ProcessHandle::destroy);
        server.map(ProcessHandle::onExit).ifPresent(exit -> exit.orTimeout(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join());
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
