package dev.darkroom.embedded;

import dev.darkroom.embedded.EmbeddedServices.StartupFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A real PostgreSQL that runs from the first process to the last, whichever of them started it. */
record PostgresServer(Path folder, RunningPostgres running) implements AutoCloseable {

    static final String OR_YOUR_OWN = ", or set QUARKUS_DATASOURCE_JDBC_URL to a PostgreSQL of your own.";

    private static final String NAME = "darkroom";

    /** Settings that make a commit survive a power cut. */
    private static final List<String> DURABLE = List.of("fsync", "synchronous_commit", "full_page_writes");

    /** Ports below those of outgoing connections, one of which could hold the chosen port at the next start. */
    private static final int LOWEST_CHOSEN_PORT = 31_000;

    private static final int HIGHEST_CHOSEN_PORT = 32_767;

    /** A crash of the machine may be followed by a long recovery. */
    private static final String LIMIT_SECONDS = "60";

    private static final String[] INITDB_OPTIONS = "-A trust -U postgres -E UTF-8 --locale=C -D .".split(" ");

    private static final int LAST_LINES = 5;
    private static final Predicate<String> SAYS_NOTHING = Pattern.compile(
                    "^$|^(waiting for server|Examine the log| stopped waiting)")
            .asPredicate();

    /** Joins the folder's running server, or starts one on this port; 0 takes a free port and remembers it. */
    static PostgresServer joinOrStart(Path folder, int port) {
        Optional<PostgresServer> joined =
                RunningPostgres.find(folder.resolve("data")).map(running -> new PostgresServer(folder, running));
        PostgresServer postgres = joined.orElseGet(() -> start(folder, port));
        try {
            // A joined server may lack the database too, if the process that started it was killed.
            postgres.prepare();
            Files.deleteIfExists(unfinished(folder));
            return postgres;
        } catch (SQLException | IOException e) {
            StartupFailure failure = failure(DatabaseProblem.describe(e), folder, postgres.running.port());
            if (joined.isEmpty()) {
                postgres.close();
            }
            throw failure;
        }
    }

    String jdbcUrl() {
        return running.jdbcUrl(NAME);
    }

    /** Fast: sessions that others have left open end too. */
    @Override
    public void close() {
        running.end(programs(folder), log(folder));
    }

    private static PostgresServer start(Path folder, int port) {
        Path data = folder.resolve("data");
        int chosen = 0;
        try {
            chosen = choosePort(folder, port);
            requireFree(chosen);
            PostgresPrograms programs =
                    PostgresPrograms.unpacked(programs(folder).folder());
            clean(folder, data, programs);
            initialise(folder, data, programs);
            return new PostgresServer(folder, launch(data, log(folder), chosen, programs));
        } catch (IOException e) {
            throw failure(DatabaseProblem.describe(e), folder, chosen);
        }
    }

    private static int choosePort(Path folder, int port) throws IOException {
        Path remembered = folder.resolve("port");
        Files.createDirectories(folder);
        if (port != 0) {
            return port;
        }
        String before = Files.exists(remembered) ? Files.readString(remembered).strip() : "";
        if (before.matches("\\d{1,5}")) {
            return Integer.parseInt(before);
        }
        int free = ThreadLocalRandom.current()
                .ints(1_000, LOWEST_CHOSEN_PORT, HIGHEST_CHOSEN_PORT + 1)
                .filter(candidate -> whyNotFree(candidate).isEmpty())
                .findFirst()
                .orElseThrow(() -> new IOException("no port from 31000 to 32767 is free"));
        Files.writeString(remembered, Integer.toString(free));
        return free;
    }

    private static void requireFree(int port) {
        whyNotFree(port).ifPresent(reason -> {
            throw new StartupFailure("Port " + port + ", on which the embedded PostgreSQL would listen, is "
                    + (reason.contains("ermission") ? "reserved for root: " : "taken: free it, or ")
                    + "choose another one with -Ddarkroom.postgres.port=…" + OR_YOUR_OWN);
        });
    }

    private static Optional<String> whyNotFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Removes the traces of a crash: an unfinished initdb, and the pid file of a server that no longer runs. */
    private static void clean(Path folder, Path data, PostgresPrograms programs) throws IOException {
        Files.deleteIfExists(log(folder));
        boolean incomplete = Files.exists(data.resolve("PG_VERSION"))
                && Files.notExists(data.resolve("global").resolve("pg_control"));
        if (Files.exists(unfinished(folder)) || incomplete) {
            awaitInitdb(programs);
            DataDirectory.delete(data);
        }
        if (Files.notExists(data)) {
            Files.writeString(unfinished(folder), "The first start has not finished: the next one begins again.");
        }
        Files.deleteIfExists(data.resolve(RunningPostgres.PID_FILE));
    }

    /** Waits for an initdb that has outlived a killed process. */
    private static void awaitInitdb(PostgresPrograms programs) {
        ProcessHandle.allProcesses()
                .filter(process -> RunningPostgres.isCalled(process, "initdb"))
                .filter(process -> process.info().command().orElse("").startsWith(programs.folder() + "/"))
                .forEach(process -> process.onExit().join());
    }

    /** The working directory of each program is the data folder: pg_ctl would pass the folder's name to a shell. */
    private static void initialise(Path folder, Path data, PostgresPrograms programs) throws IOException {
        Files.createDirectories(data);
        Path version = data.resolve("PG_VERSION");
        if (Files.notExists(version) && !programs.run(data, log(folder), "initdb", INITDB_OPTIONS)) {
            throw new IOException("initdb failed");
        }
        requireVersion(Files.readString(version).strip(), programs.version(), folder);
        if (data.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            // PostgreSQL requires it, and a copy may have lost it.
            Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private static RunningPostgres launch(Path data, Path log, int port, PostgresPrograms programs) throws IOException {
        boolean usable = false;
        try {
            if (!programs.run(
                    data, log, "pg_ctl", "-D", ".", "-o", options(port), "-t", LIMIT_SECONDS, "-w", "start")) {
                throw new IOException("it ended, or was not ready within " + LIMIT_SECONDS + " s");
            }
            RunningPostgres running = RunningPostgres.find(data)
                    .orElseThrow(() -> new IOException("another server answers on this port"));
            usable = true;
            return running;
        } finally {
            if (!usable && Files.exists(data.resolve(RunningPostgres.PID_FILE))) {
                programs.run(data, log, "pg_ctl", "-D", ".", "-m", "immediate", "-w", "stop");
            }
        }
    }

    private static void requireVersion(String version, String ours, Path folder) {
        if (!version.equals(ours)) {
            throw new StartupFailure("The data in " + folder + " is of PostgreSQL " + version
                    + ", and this Darkroom brings PostgreSQL " + ours
                    + ": start the Darkroom that made it, or choose another home with -Ddarkroom.home=…" + OR_YOUR_OWN);
        }
    }

    /** No socket file: it would lie in /tmp. An address, because a machine may have no name for itself. */
    private static String options(int port) {
        return Stream.concat(
                        Stream.of(
                                "port=" + port,
                                "listen_addresses=127.0.0.1",
                                "unix_socket_directories=",
                                "max_connections=300",
                                "timezone=UTC",
                                "log_timezone=UTC"),
                        DURABLE.stream().map(setting -> setting + "=on"))
                .map(setting -> "-c " + setting)
                .collect(Collectors.joining(" "));
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

    private static StartupFailure failure(String reason, Path folder, int port) {
        String message = "The embedded PostgreSQL does not start in " + folder + " on port " + port;
        List<String> output = output(folder);
        String all = String.join("\n", output);
        if (all.contains("run as root") || all.contains("unshare: ") || reason.contains("program \"unshare\"")) {
            return new StartupFailure(message
                    + ", because it may not run as root here: start Darkroom as an ordinary user" + OR_YOUR_OWN);
        }
        String log = output.isEmpty() ? "" : "see " + log(folder) + ", ";
        String lines = output.subList(Math.max(0, output.size() - LAST_LINES), output.size()).stream()
                .map(line -> "\n  " + line)
                .collect(Collectors.joining());
        return new StartupFailure(message + " (" + reason + "): " + log + "start again" + OR_YOUR_OWN + lines);
    }

    private static List<String> output(Path folder) {
        try (Stream<String> lines = Files.lines(log(folder))) {
            return lines.map(line -> line.replaceFirst("^waiting for server to [a-z ]*\\.+", "")
                            .stripTrailing())
                    .filter(SAYS_NOTHING.negate())
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    private static PostgresPrograms programs(Path folder) {
        return new PostgresPrograms(folder.resolve("programs"));
    }

    /** The output of initdb and of the server since its last start. */
    private static Path log(Path folder) {
        return folder.resolve("log");
    }

    private static Path unfinished(Path folder) {
        return folder.resolve("unfinished");
    }
}
