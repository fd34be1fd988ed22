package dev.darkroom.embedded;

import dev.darkroom.embedded.EmbeddedServices.StartupFailure;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/** A real PostgreSQL that runs from the first process to the last. {@code server} is null if another one started it. */
record PostgresServer(RunningPostgres running, EmbeddedPostgres server) implements AutoCloseable {

    private static final String NAME = "darkroom";

    /** Settings that make a commit survive a power cut. The library, made for tests, switches them off. */
    private static final List<String> DURABLE = List.of("fsync", "synchronous_commit", "full_page_writes");

    private static final String OR_YOUR_OWN = ", or set QUARKUS_DATASOURCE_JDBC_URL to a PostgreSQL of your own.";
    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    /** Joins the folder's running server, or starts one on this port; 0 takes a free port and remembers it. */
    static PostgresServer joinOrStart(Path folder, int port) {
        PostgresServer postgres = RunningPostgres.find(folder.resolve("data"))
                .map(running -> new PostgresServer(running, null))
                .orElseGet(() -> start(folder, port));
        try {
            // A joined server may lack the database too, if the process that started it was killed.
            postgres.prepare();
            Files.deleteIfExists(unfinished(folder));
            return postgres;
        } catch (SQLException | IOException e) {
            throw failure(e, folder, postgres.running.port());
        }
    }

    String jdbcUrl() {
        return running.jdbcUrl(NAME);
    }

    @Override
    public void close() {
        try {
            if (server == null) {
                running.end();
                return;
            }
            if (!running.process().isAlive()) {
                // The library would signal whichever process has this pid by now.
                Files.deleteIfExists(running.data().resolve(RunningPostgres.PID_FILE));
            }
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PostgresServer start(Path folder, int port) {
        int chosen = choosePort(folder, port);
        requireFree(chosen);
        Path data = folder.resolve("data");
        try {
            clean(folder, data);
            EmbeddedPostgres server = configure(folder, data, chosen).start();
            RunningPostgres running = RunningPostgres.find(data)
                    .orElseThrow(() -> new IOException("another server answers on this port"));
            return new PostgresServer(running, server);
        } catch (IOException | IllegalStateException e) {
            throw failure(e, folder, chosen);
        }
    }

    private static int choosePort(Path folder, int port) {
        Path remembered = folder.resolve("port");
        try {
            Files.createDirectories(folder);
            if (port != 0) {
                return port;
            }
            if (Files.notExists(remembered)) {
                try (ServerSocket free = new ServerSocket(0)) {
                    Files.writeString(remembered, Integer.toString(free.getLocalPort()));
                }
            }
            return Integer.parseInt(Files.readString(remembered).strip());
        } catch (IOException e) {
            throw new StartupFailure("The folder " + folder + " cannot be used: " + e);
        }
    }

    private static void requireFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return;
        } catch (IOException e) {
            throw new StartupFailure("Port " + port + ", on which the embedded PostgreSQL would listen, is taken:"
                    + " free it, or choose another one with -Ddarkroom.postgres.port=…" + OR_YOUR_OWN);
        }
    }

    /** Removes the traces of a crash: an unfinished initdb, and the pid file of a server that no longer runs. */
    private static void clean(Path folder, Path data) throws IOException {
        Files.deleteIfExists(log(folder));
        boolean incomplete = Files.exists(data.resolve("PG_VERSION"))
                && Files.notExists(data.resolve("global").resolve("pg_control"));
        if (Files.exists(unfinished(folder)) || incomplete) {
            awaitInitdb(data);
            DataDirectory.delete(data);
        }
        if (Files.notExists(data)) {
            Files.writeString(unfinished(folder), "The first start has not finished: the next one begins again.");
        }
        Files.deleteIfExists(data.resolve(RunningPostgres.PID_FILE));
    }

    /** Waits for an initdb that has outlived a killed process. */
    private static void awaitInitdb(Path data) {
        ProcessHandle.allProcesses()
                .filter(process -> RunningPostgres.isCalled(process, "initdb"))
                .filter(process -> process.info().commandLine().orElse("").contains(data.toString()))
                .forEach(process -> process.onExit().join());
    }

    private static EmbeddedPostgres.Builder configure(Path folder, Path data, int port) {
        Redirect log = Redirect.appendTo(log(folder).toFile());
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                // The environment may name a locale that this machine lacks.
                .setLocaleConfig("locale", "C")
                .setPort(port)
                .setPGStartupWait(START_LIMIT)
                .setRegisterShutdownHook(false)
                .setOutputRedirector(log)
                .setErrorRedirector(log)
                .setServerConfig("max_connections", "300");
        DURABLE.forEach(setting -> builder.setServerConfig(setting, "on"));
        return builder;
    }

    private void prepare() throws SQLException {
        try (Connection connection = running.connect();
                Statement statement = connection.createStatement()) {
            requireDurable(statement);
            ResultSet found = statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + NAME + "'");
            if (!found.next()) {
                statement.execute("CREATE DATABASE " + NAME);
            }
        }
    }

    private static void requireDurable(Statement statement) throws SQLException {
        String settings = "'" + String.join("', '", DURABLE) + "'";
        ResultSet off = statement.executeQuery(
                "SELECT name FROM pg_settings WHERE setting <> 'on' AND name IN (" + settings + ")");
        if (off.next()) {
            throw new SQLException(off.getString(1) + " is not on: accepted work would not survive a power cut");
        }
    }

    private static StartupFailure failure(Exception e, Path folder, int port) {
        String message = "The embedded PostgreSQL does not start in " + folder + " on port " + port;
        String reason = e.getMessage() == null ? e.toString() : e.getMessage().strip();
        String output = output(folder);
        if (output.contains("run as root") || output.contains("unshare: ") || reason.contains("program \"unshare\"")) {
            return new StartupFailure(message
                    + ", because it may not run as root here: start Darkroom as an ordinary user" + OR_YOUR_OWN);
        }
        String log = output.isEmpty() ? "" : "see " + log(folder) + ", ";
        return new StartupFailure(message + " (" + reason + "): " + log + "start again" + OR_YOUR_OWN);
    }

    private static String output(Path folder) {
        try {
            return Files.exists(log(folder)) ? Files.readString(log(folder)) : "";
        } catch (IOException e) {
            return "";
        }
    }

    /** The output of initdb and of the server since its last start. */
    private static Path log(Path folder) {
        return folder.resolve("log");
    }

    private static Path unfinished(Path folder) {
        return folder.resolve("unfinished");
    }
}
