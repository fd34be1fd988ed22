package dev.darkroom.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.testing.TestServices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
                            "cp",
                            "-r",
                            folder.resolve("first").toString(),
                            folder.resolve("copy").toString())
                    .start()
                    .waitFor();

            assertThat(Integer.parseInt(port))
                    .as("no port that an outgoing connection may hold at the next start")
                    .isBetween(31_000, 32_767);
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
    @CsvSource({"LC_ALL, de_DE.UTF-8", "LC_CTYPE, UTF-8", "LANG, en_US", "LC_ALL, POSIX", "LC_ALL, tr_TR.UTF-8"})
    void the_first_start_succeeds_in_any_locale(String variable, String locale) throws Exception {
        Process start = startElsewhere("first", variable, locale);

        assertThat(start.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(start.exitValue()).as(Files.readString(output())).isZero();
    }

    @Test
    void a_home_may_have_any_name() throws SQLException {
        assertStartsOnItsOwnData("100% C# & über; it's");
    }

    @Test
    void a_start_that_fails_reports_the_last_lines_of_postgresql_and_leaves_no_server() throws IOException {
        Files.createDirectories(data("foreign"));
        Files.writeString(data("foreign").resolve("foreign.txt"), "not a cluster");
        server("wrong").close();
        Files.writeString(data("wrong").resolve("postgresql.auto.conf"), "unheard_of = 1");

        assertThatThrownBy(() -> server("foreign"))
                .hasMessageContaining("(initdb failed): see " + home("foreign").resolve("log"))
                .hasMessageContaining("exists but is not empty");
        assertThat(data("foreign").resolve("foreign.txt")).exists();
        assertThatThrownBy(() -> server("wrong"))
                .hasMessageContaining("unrecognized configuration parameter \"unheard_of\"");
        assertThat(pidFile("wrong")).doesNotExist();
    }

    @Test
    void data_of_another_version_are_refused_with_both_versions() throws IOException {
        server("first").close();
        Files.writeString(data("first").resolve("PG_VERSION"), "14\n");

        assertThatThrownBy(() -> server("first"))
                .hasMessageContaining("is of PostgreSQL 14")
                .hasMessageContaining("brings PostgreSQL 18");
    }

    @Test
    void programs_that_are_not_as_they_were_unpacked_are_unpacked_again() throws Exception {
        PostgresPrograms unpacked = PostgresPrograms.unpacked(home("first").resolve("programs"));
        Path library = unpacked.folder().resolve("lib").resolve("libpq.so.5");
        Files.delete(library);
        Files.writeString(unpacked.folder().resolve("bin").resolve("initdb"), "#!/bin/sh");

        assertStartsOnItsOwnData("first");
        assertThat(library).exists();
    }

    @Test
    void a_copy_that_others_may_read_gets_its_permissions_back() throws Exception {
        server("first").close();
        Files.setPosixFilePermissions(data("first"), PosixFilePermissions.fromString("rwxr-xr-x"));

        assertStartsOnItsOwnData("first");
    }

    @Test
    void a_server_whose_programs_were_removed_ends_all_the_same() throws Exception {
        PostgresServer server = server("first");
        DataDirectory.delete(home("first").resolve("programs"));

        server.close();

        assertThat(pidFile("first")).doesNotExist();
    }

    @Test
    void sessions_of_other_programs_do_not_delay_the_end() throws SQLException {
        PostgresServer server = server("first");
        try (Connection open = DriverManager.getConnection(server.jdbcUrl())) {
            server.close();

            assertThat(pidFile("first")).doesNotExist();
            assertThat(open.isValid(1)).isFalse();
        }
    }

    @Test
    void a_database_of_the_users_own_that_cannot_serve_is_refused_with_what_to_do() throws SQLException {
        try (PostgresServer server = server("first")) {
            execute(server, "darkroom", "CREATE ROLE guest LOGIN");
            execute(server, "darkroom", "CREATE DATABASE empty");
            execute(server, "empty", "DROP SCHEMA public");

            assertRefused(
                    server, "darkroom", "nobody", null, "refuses the user (FATAL: role \"nobody\" does not exist)");
            assertRefused(
                    server, "nowhere", "guest", null, "does not exist (FATAL: database \"nowhere\" does not exist)");
            assertRefused(server, "empty", "guest", null, "has no schema for the tables");
            assertRefused(server, "darkroom", "guest", null, "GRANT CREATE ON SCHEMA public TO \"guest\"");
            assertRefused(server, "darkroom", "guest", "direct", "SET idle_in_transaction_session_timeout = '5s'");
            assertRefused(
                    server, "darkroom", "guest", "direct", "SET default_transaction_isolation = 'read committed'");

            execute(server, "darkroom", "GRANT CREATE ON SCHEMA public TO guest");
            execute(server, "darkroom", "ALTER ROLE guest SET idle_in_transaction_session_timeout = '5s'");
            new ExternalDatabase(settings(server, "darkroom", "guest", null)::get).check();
            new ExternalDatabase(settings(server, "darkroom", "guest", "direct")::get).check();
        }
    }

    /** @param direct the address for the migrations; with one, the other leads to a pooler */
    private static Map<String, String> settings(PostgresServer server, String database, String user, String direct) {
        Map<String, String> settings = new HashMap<>();
        settings.put(
                "quarkus.datasource.jdbc.url",
                "jdbc:postgresql://127.0.0.1:" + server.running().port() + "/" + database);
        settings.put("quarkus.datasource.username", user);
        settings.put("quarkus.flyway.jdbc-url", direct);
        return settings;
    }

    private static void assertRefused(
            PostgresServer server, String database, String user, String direct, String sentence) {
        assertThatThrownBy(() -> new ExternalDatabase(settings(server, database, user, direct)::get).check())
                .isInstanceOf(EmbeddedServices.StartupFailure.class)
                .hasMessageContaining(sentence);
    }

    private static void execute(PostgresServer server, String database, String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(server.running().jdbcUrl(database));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private PostgresServer server(String home) {
        return PostgresServer.joinOrStart(linked(home), ANY_PORT);
    }

    /** The folder of the server in that home. */
    private Path home(String name) {
        return folder.resolve(name).resolve("postgres");
    }

    private Path linked(String name) {
        TestServices.linkPrograms(TestServices.PROGRAMS, folder.resolve(name));
        return home(name);
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
                linked(home).toString());
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
