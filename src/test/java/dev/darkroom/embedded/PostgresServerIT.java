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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The embedded server after crashes, beside other homes, and in environments with unusual locales. */
@Tag("processes")
class PostgresServerIT {

    private static final int ANY_PORT = 0;

    @TempDir
    Path folder;

    private Process stranger;

    @BeforeEach
    void start_an_unrelated_process() throws IOException {
        stranger = new ProcessBuilder("sleep", "120").start();
    }

    @AfterEach
    void end_the_unrelated_process() {
        stranger.destroyForcibly();
    }

    @Test
    void a_home_with_the_pid_file_of_another_home_starts_its_own_server() throws Exception {
        try (PostgresServer first = server("first")) {
            crash("second");
            Files.copy(pidFile("first"), pidFile("second"), StandardCopyOption.REPLACE_EXISTING);

            assertStartsOnItsOwnData("second");
            assertServes(first, "first");
        }
    }

    @Test
    void a_home_with_the_pid_of_an_unrelated_process_starts_its_own_server() throws Exception {
        crash("first");
        writeStrangersPid("first");

        assertStartsOnItsOwnData("first");
        assertThat(stranger.isAlive()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_unrelated_process_that_got_the_pid_of_a_dead_server_is_not_signalled(boolean joined) throws Exception {
        PostgresServer started = server("first");
        PostgresServer leaving = joined ? server("first") : started;
        kill("first");
        writeStrangersPid("first");

        leaving.close();

        assertThat(stranger.waitFor(1, TimeUnit.SECONDS)).isFalse();
        started.close();
    }

    @Test
    void a_copied_home_is_refused_on_the_port_of_the_first_or_gets_its_own_server() throws Exception {
        try (PostgresServer first = server("first")) {
            String port = Files.readString(home("first").resolve("port")).strip();
            new ProcessBuilder(
                            "cp", "-r", home("first").toString(), home("copy").toString())
                    .start()
                    .waitFor();

            assertThatThrownBy(() -> server("copy"))
                    .hasMessageContaining("Port " + port)
                    .hasMessageContaining("is taken");
            Files.delete(home("copy").resolve("port"));
            assertStartsOnItsOwnData("copy");
            assertServes(first, "first");
        }
    }

    @Test
    void an_initdb_that_was_killed_is_run_again() throws Exception {
        Files.createDirectories(data("first").resolve("base"));
        Files.writeString(data("first").resolve("PG_VERSION"), "18\n");
        Files.writeString(data("first").resolve("postgresql.conf"), "");

        assertStartsOnItsOwnData("first");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 800, 1200})
    void a_first_start_that_is_killed_at_any_moment_does_not_stop_the_next(int milliseconds) throws Exception {
        Process start = startElsewhere("first", "LC_ALL", "C");
        start.waitFor(milliseconds, TimeUnit.MILLISECONDS);
        start.destroyForcibly().waitFor();

        assertStartsOnItsOwnData("first");
    }

    @ParameterizedTest
    @CsvSource({"LC_ALL, de_DE.UTF-8", "LC_CTYPE, UTF-8", "LANG, en_US"})
    void the_first_start_succeeds_in_any_locale(String variable, String locale) throws Exception {
        Process start = startElsewhere("first", variable, locale);

        assertThat(start.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(start.exitValue()).as(Files.readString(output())).isZero();
    }

    @Test
    void a_start_that_fails_names_only_a_log_that_is_there() throws IOException {
        Files.createDirectories(data("first"));
        Files.writeString(data("first").resolve("foreign.txt"), "not a cluster");

        assertThatThrownBy(() -> server("first"))
                .hasMessageContaining("see " + home("first").resolve("log"));

        assertThat(home("first").resolve("log")).content().contains("not empty");
        assertThat(data("first").resolve("foreign.txt")).exists();
    }

    private PostgresServer server(String home) {
        return PostgresServer.joinOrStart(home(home), ANY_PORT);
    }

    private Path home(String name) {
        return folder.resolve(name);
    }

    private Path data(String home) {
        return home(home).resolve("data");
    }

    private Path pidFile(String home) {
        return data(home).resolve("postmaster.pid");
    }

    private Path output() {
        return folder.resolve("output.txt");
    }

    private void assertStartsOnItsOwnData(String home) throws SQLException {
        try (PostgresServer server = server(home)) {
            assertServes(server, home);
        }
    }

    private void assertServes(PostgresServer server, String home) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
                Statement statement = connection.createStatement();
                ResultSet shown = statement.executeQuery("SHOW data_directory")) {
            shown.next();
            assertThat(shown.getString(1)).isEqualTo(data(home).toString());
        }
    }

    /** Leaves the folder as a crash of the whole machine would. */
    private void crash(String home) throws IOException {
        PostgresServer server = server(home);
        List<String> left = Files.readAllLines(pidFile(home));
        kill(home);
        server.close();
        Files.write(pidFile(home), left);
    }

    private void kill(String home) throws IOException {
        long pid = Long.parseLong(Files.readAllLines(pidFile(home)).get(0));
        ProcessHandle.of(pid).ifPresent(server -> {
            server.destroyForcibly();
            server.onExit().join();
        });
    }

    private void writeStrangersPid(String home) throws IOException {
        List<String> lines = Files.readAllLines(pidFile(home));
        lines.set(0, Long.toString(stranger.pid()));
        Files.write(pidFile(home), lines);
    }

    /** Starts the server of a home in another JVM. */
    private Process startElsewhere(String home, String variable, String locale) throws IOException {
        ProcessBuilder java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                FirstStart.class.getName(),
                home(home).toString());
        List.of("LC_ALL", "LC_CTYPE", "LANG").forEach(java.environment()::remove);
        java.environment().put(variable, locale);
        return java.redirectErrorStream(true).redirectOutput(output().toFile()).start();
    }

    /** Starts a server, and ends it. */
    static final class FirstStart {

        public static void main(String... home) {
            PostgresServer.joinOrStart(Path.of(home[0]), ANY_PORT).close();
        }
    }
}
