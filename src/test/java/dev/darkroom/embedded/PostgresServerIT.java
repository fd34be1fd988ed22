package dev.darkroom.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The embedded server after crashes, beside other homes, and in environments with unusual locales. */
@Tag("processes")
class PostgresServerIT {

    private static final int ANY_PORT = 0;

    @TempDir
    Path folder;

    private Process stranger;

    @BeforeEach
    void startAnUnrelatedProcess() throws IOException {
        stranger = new ProcessBuilder("sleep", "120").start();
    }

    @AfterEach
    void endTheUnrelatedProcess() {
        stranger.destroyForcibly();
    }

    @Test
    void a_pid_file_that_names_another_homes_server_leads_to_an_own_server() throws Exception {
        try (PostgresServer first = PostgresServer.joinOrStart(home("first"), ANY_PORT)) {
            crash("second");
            Files.copy(pidFile("first"), pidFile("second"), StandardCopyOption.REPLACE_EXISTING);

            try (PostgresServer second = PostgresServer.joinOrStart(home("second"), ANY_PORT)) {
                assertThat(dataOf(second)).isEqualTo(data("second"));
            }

            assertThat(dataOf(first)).isEqualTo(data("first"));
        }
    }

    @Test
    void a_pid_file_with_the_pid_of_an_unrelated_process_leads_to_an_own_server() throws Exception {
        crash("first");
        rewritePid("first");

        try (PostgresServer server = PostgresServer.joinOrStart(home("first"), ANY_PORT)) {
            assertThat(dataOf(server)).isEqualTo(data("first"));
        }

        assertThat(stranger.isAlive()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_unrelated_process_that_got_the_pid_of_a_dead_server_is_not_signalled(boolean joined) throws Exception {
        PostgresServer started = PostgresServer.joinOrStart(home("first"), ANY_PORT);
        PostgresServer leaving = joined ? PostgresServer.joinOrStart(home("first"), ANY_PORT) : started;
        kill("first");
        rewritePid("first");

        leaving.close();

        assertThat(stranger.waitFor(1, TimeUnit.SECONDS)).isFalse();
        started.close();
    }

    @Test
    void a_copied_home_gets_its_own_server_or_is_refused_on_a_taken_port() throws Exception {
        try (PostgresServer first = PostgresServer.joinOrStart(home("first"), ANY_PORT)) {
            copy(home("first"), home("copy"));

            assertThatThrownBy(() -> PostgresServer.joinOrStart(home("copy"), ANY_PORT))
                    .hasMessageContaining("is taken");
            Files.delete(home("copy").resolve("port"));
            try (PostgresServer copy = PostgresServer.joinOrStart(home("copy"), ANY_PORT)) {
                assertThat(dataOf(copy)).isEqualTo(data("copy"));
            }
            assertThat(dataOf(first)).isEqualTo(data("first"));
        }
    }

    @Test
    void a_second_home_on_the_same_port_is_refused() throws Exception {
        try (PostgresServer first = PostgresServer.joinOrStart(home("first"), ANY_PORT)) {
            int port = Integer.parseInt(
                    Files.readString(home("first").resolve("port")).strip());

            assertThatThrownBy(() -> PostgresServer.joinOrStart(home("second"), port))
                    .hasMessageContaining("Port " + port)
                    .hasMessageContaining("is taken");
            assertThat(dataOf(first)).isEqualTo(data("first"));
        }
    }

    @Test
    void an_initdb_that_was_killed_is_made_again() throws Exception {
        Files.createDirectories(data("first").resolve("base"));
        Files.writeString(data("first").resolve("PG_VERSION"), "18\n");
        Files.writeString(data("first").resolve("postgresql.conf"), "");

        try (PostgresServer server = PostgresServer.joinOrStart(home("first"), ANY_PORT)) {
            assertThat(dataOf(server)).isEqualTo(data("first"));
        }
    }

    @Test
    void a_first_start_that_is_killed_at_any_moment_does_not_stop_the_next() throws Exception {
        for (int milliseconds = 400; milliseconds <= 1200; milliseconds += 400) {
            Process start = start(home("killed-" + milliseconds), "C");
            start.waitFor(milliseconds, TimeUnit.MILLISECONDS);
            start.destroyForcibly().waitFor();

            try (PostgresServer server = PostgresServer.joinOrStart(home("killed-" + milliseconds), ANY_PORT)) {
                assertThat(dataOf(server)).isEqualTo(data("killed-" + milliseconds));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"LC_ALL=de_DE.UTF-8", "LC_CTYPE=UTF-8", "LANG=en_US"})
    void the_first_start_succeeds_in_any_locale(String variable) throws Exception {
        Process start = start(home("first"), variable);

        assertThat(start.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(start.exitValue())
                .as(Files.readString(output(home("first"))))
                .isZero();
    }

    @Test
    void a_start_that_fails_names_only_a_log_that_is_there() throws IOException {
        Files.createDirectories(data("first"));
        Files.writeString(data("first").resolve("foreign.txt"), "not a cluster");

        assertThatThrownBy(() -> PostgresServer.joinOrStart(home("first"), ANY_PORT))
                .hasMessageContaining("see " + home("first").resolve("log"));

        assertThat(home("first").resolve("log")).content().contains("not empty");
        assertThat(data("first").resolve("foreign.txt")).exists();
    }

    private Path home(String name) {
        return folder.resolve(name);
    }

    private Path data(String name) {
        return home(name).resolve("data");
    }

    private Path pidFile(String name) {
        return data(name).resolve("postmaster.pid");
    }

    /** Leaves the folder as it is when the whole machine fails. */
    private void crash(String name) throws IOException {
        PostgresServer server = PostgresServer.joinOrStart(home(name), ANY_PORT);
        List<String> left = Files.readAllLines(pidFile(name));
        kill(name);
        server.close();
        Files.write(pidFile(name), left);
    }

    private void kill(String name) throws IOException {
        long pid = Long.parseLong(Files.readAllLines(pidFile(name)).get(0));
        ProcessHandle.of(pid).ifPresent(server -> {
            server.destroyForcibly();
            server.onExit().join();
        });
    }

    private void rewritePid(String name) throws IOException {
        List<String> lines = Files.readAllLines(pidFile(name));
        lines.set(0, Long.toString(stranger.pid()));
        Files.write(pidFile(name), lines);
    }

    private static Path dataOf(PostgresServer server) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
                Statement statement = connection.createStatement();
                ResultSet shown = statement.executeQuery("SHOW data_directory")) {
            shown.next();
            return Path.of(shown.getString(1));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    private static Process start(Path home, String variable) throws IOException {
        ProcessBuilder java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                FirstStart.class.getName(),
                home.toString());
        List.of("LC_ALL", "LC_CTYPE", "LANG").forEach(java.environment()::remove);
        String[] parts = variable.split("=");
        java.environment().put(parts[0], parts.length == 1 ? "" : parts[1]);
        return java.redirectErrorStream(true)
                .redirectOutput(output(home).toFile())
                .start();
    }

    private static Path output(Path home) {
        return home.resolveSibling(home.getFileName() + ".out");
    }

    /** A program that only starts a server, and ends it. */
    static final class FirstStart {

        public static void main(String... home) {
            PostgresServer.joinOrStart(Path.of(home[0]), ANY_PORT).close();
        }
    }
}
