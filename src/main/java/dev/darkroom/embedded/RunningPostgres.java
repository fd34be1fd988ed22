package dev.darkroom.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** The PostgreSQL server that runs on a data folder, whichever process started it. */
record RunningPostgres(Path data, int port, ProcessHandle process) {

    static final String PID_FILE = "postmaster.pid";

    private static final int PID_LINE = 0;
    private static final int PORT_LINE = 3;
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String STARTING_UP = "57P03";
    private static final String NOT_LISTENING = "08001";
    private static final Set<String> NOT_OURS = Set.of(NOT_LISTENING, "28000", "28P01");
    private static final long PAUSE_NANOS = 50_000_000;

    /**
     * Finds the server of that folder. After a crash or in a copied folder, the process and port in the pid file may belong
     * to another program, so the server itself must confirm its folder. Throws StartupFailure if it does not answer.
     */
    static Optional<RunningPostgres> find(Path data) {
        try {
            List<String> lines = Files.readAllLines(data.resolve(PID_FILE));
            int port = Integer.parseInt(lines.get(PORT_LINE).strip());
            return ProcessHandle.of(Long.parseLong(lines.get(PID_LINE).strip()))
                    .filter(process -> isCalled(process, "postgres"))
                    .map(process -> new RunningPostgres(data, port, process))
                    .filter(RunningPostgres::servesItsFolder);
        } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    static boolean isCalled(ProcessHandle process, String program) {
        return process.info()
                .command()
                .map(command -> Path.of(command).getFileName().toString())
                .filter(name -> name.equals(program) || name.equals(program + ".exe"))
                .isPresent();
    }

    String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=postgres";
    }

    /** Waits while the server is starting, which can take long after a crash. */
    Connection connect() throws SQLException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            try {
                return DriverManager.getConnection(jdbcUrl("postgres") + "&loginTimeout=" + LIMIT.toSeconds());
            } catch (SQLException e) {
                boolean starting = STARTING_UP.equals(e.getSQLState()) || NOT_LISTENING.equals(e.getSQLState());
                if (!starting || !process.isAlive() || System.nanoTime() > end) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** Ends the server and its sessions. The handle never signals another process with the same pid. */
    void end(PostgresPrograms programs, Path log) {
        if (process.isAlive() && !isInterrupted(programs, log)) {
            process.destroy();
        }
        // The server removes the file last. In a container, nobody may reap its process.
        long end = System.nanoTime() + LIMIT.toNanos();
        while (process.isAlive() && Files.exists(data.resolve(PID_FILE)) && System.nanoTime() < end) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** SIGINT is PostgreSQL's fast shutdown. Java sends only SIGTERM, on which it would wait for all clients to leave. */
    private boolean isInterrupted(PostgresPrograms programs, Path log) {
        try {
            return programs.run(data, log, "pg_ctl", "kill", "INT", Long.toString(process.pid()));
        } catch (IOException e) {
            return false;
        }
    }

    private boolean servesItsFolder() {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet shown = statement.executeQuery("SHOW data_directory")) {
            return shown.next() && Files.isSameFile(data, Path.of(shown.getString(1)));
        } catch (IOException e) {
            return false;
        } catch (SQLException e) {
            if (!process.isAlive() || NOT_OURS.contains(String.valueOf(e.getSQLState()))) {
                return false;
            }
            throw new EmbeddedServices.StartupFailure(DatabaseProblem.sentence(e)
                    .orElse("The PostgreSQL server of " + data + " (process " + process.pid() + ", port " + port
                            + ") does not answer (" + DatabaseProblem.describe(e) + "): end it, and start again."));
        }
    }
}
