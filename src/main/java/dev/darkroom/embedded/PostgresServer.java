package dev.darkroom.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
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

/** A real PostgreSQL that starts with the first process, ends with the last one, and keeps its data between runs. */
final class PostgresServer implements AutoCloseable {

    private static final String NAME = "darkroom";

    /** What makes a commit survive a power cut; the library's own defaults, meant for tests, switch them off. */
    private static final List<String> DURABLE = List.of("fsync", "synchronous_commit", "full_page_writes");

    private static final String OTHERWISE = ", or set QUARKUS_DATASOURCE_JDBC_URL to a PostgreSQL of your own.";
    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    private final RunningPostgres postmaster;

    /** Null where another process has started it. */
    private final EmbeddedPostgres server;

    private PostgresServer(RunningPostgres postmaster, EmbeddedPostgres server) {
        this.postmaster = postmaster;
        this.server = server;
    }

    /**
     * Joins the server if it is running, also where its process was killed and left it behind.
     *
     * @param port on loopback, where it is not running; 0 takes a free one and remembers it in the data folder
     * @throws CannotStart with what to do about it
     */
    static PostgresServer joinOrStart(Path folder, int port) {
        Path data = folder.resolve("data");
        PostgresServer database = RunningPostgres.running(data)
                .map(postmaster -> new PostgresServer(postmaster, null))
                .orElseGet(() -> start(folder, data, port));
        try {
            // Also where it was joined: whoever started it may have been killed before it came to this.
            database.prepare();
            return database;
        } catch (SQLException e) {
            throw new StartupFailure(sentence(e, folder, database.postmaster.port()));
        }
    }

    private static PostgresServer start(Path folder, Path data, int port) {
        int chosen = choosePort(folder, port);
        demandFree(chosen);
        try {
            return new PostgresServer(new RunningPostgres(data, chosen), startServer(data, chosen));
        } catch (IOException | RuntimeException e) {
            throw new StartupFailure(sentence(e, folder, chosen));
        }
    }

    String jdbcUrl() {
        return postmaster.jdbcUrl(NAME);
    }

    @Override
    public void close() {
        try {
            if (server == null) {
                postmaster.end();
            } else {
                server.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EmbeddedPostgres startServer(Path data, int port) throws IOException {
        try {
            return configure(data, port).start();
        } catch (IOException | RuntimeException e) {
            // After a crash of program and server alike the first start may only find out, and the second succeeds.
            return configure(data, port).start();
        }
    }

    private static EmbeddedPostgres.Builder configure(Path data, int port) {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPort(port)
                .setPGStartupWait(START_LIMIT)
                .setRegisterShutdownHook(false)
                .setServerConfig("max_connections", "300");
        DURABLE.forEach(setting -> builder.setServerConfig(setting, "on"));
        return builder;
    }

    private void prepare() throws SQLException {
        try (Connection connection = postmaster.connect(START_LIMIT);
                Statement statement = connection.createStatement()) {
            for (String setting : DURABLE) {
                demandOn(statement, setting);
            }
            try (ResultSet found = statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + NAME + "'")) {
                if (found.next()) {
                    return;
                }
            }
            statement.execute("CREATE DATABASE " + NAME);
        }
    }

    private static void demandOn(Statement statement, String setting) throws SQLException {
        try (ResultSet value = statement.executeQuery("SHOW " + setting)) {
            if (!value.next() || !value.getString(1).equals("on")) {
                throw new SQLException(setting + " is not on: accepted work would not survive a power cut");
            }
        }
    }

    private static int choosePort(Path folder, int port) {
        Path remembered = folder.resolve("port");
        try {
            Files.createDirectories(folder);
            if (port == 0 && Files.notExists(remembered)) {
                Files.writeString(remembered, Integer.toString(freePort()));
            }
            return port != 0
                    ? port
                    : Integer.parseInt(Files.readString(remembered).strip());
        } catch (IOException e) {
            throw new StartupFailure("The folder " + folder + " cannot be used: " + e);
        }
    }

    private static void demandFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return;
        } catch (IOException e) {
            throw new StartupFailure("Port " + port + ", on which the embedded PostgreSQL would listen, is taken:"
                    + " free it, or choose another one with -Ddarkroom.postgres.port=…" + OTHERWISE);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static String sentence(Exception e, Path folder, int port) {
        String what = "The embedded PostgreSQL does not start in " + folder + " on port " + port;
        if (String.valueOf(e.getMessage()).contains("run as root") || isUnshareForbidden(e)) {
            return what + ", because it may not run as root here: start Darkroom as an ordinary user" + OTHERWISE;
        }
        return what + " (" + e + "): see its log above, start again" + OTHERWISE;
    }

    private static boolean isUnshareForbidden(Exception e) {
        return String.valueOf(e.getMessage()).contains("unshare");
    }
}
