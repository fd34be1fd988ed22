package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.testing.Pictures;
import java.io.IOException;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How a process starts: on the data of the one before, or not at all, and then with a sentence that says why. */
@Tag("faults")
class StartIT {

    private static Darkroom darkroom;

    @BeforeAll
    static void begin() {
        darkroom = new Darkroom("start").inHaste().start();
    }

    @AfterAll
    static void end() {
        darkroom.close();
    }

    @Test
    void users_photos_and_mails_are_there_after_a_restart() {
        Visitor ada = new Visitor(darkroom);
        ada.awaitComplete(ada.signUp("durable"));
        String photo = ada.upload("durable", Pictures.jpeg(2000, 1500));
        ada.awaitComplete(photo);
        JsonNode mails = ada.get("/inbox");

        darkroom.stop();
        darkroom.start();

        assertThat(ada.get(photo).path("status").asText()).isEqualTo("complete");
        darkroom.photos().assertDeveloped(photo);
        assertThat(ada.get("/inbox")).isEqualTo(mails).hasSize(1);
    }

    @Test
    void a_process_that_died_in_the_middle_of_its_very_first_start_leaves_nothing_that_stops_the_next()
            throws SQLException {
        try (Darkroom first = new Darkroom("start-first").inHaste().start()) {
            first.kill();
            try (Connection server = first.database("postgres");
                    Statement statement = server.createStatement()) {
                // As if it had died a moment after its server came up.
                statement.execute("DROP DATABASE darkroom WITH (FORCE)");
            }

            first.start();

            new Visitor(first).signUp("durable");
        }
    }

    @Test
    void a_second_process_on_the_same_home_is_refused_in_a_sentence() {
        try (Darkroom second = new Darkroom("start-second").inHaste().with("darkroom.home", darkroom.home())) {
            assertRefused(second, "Another Darkroom is running on " + darkroom.home());
        }
    }

    @Test
    void a_busy_port_is_told_in_a_sentence() throws IOException {
        try (ServerSocket busy = Ports.taken();
                Darkroom late = new Darkroom("start-late").inHaste().with("quarkus.http.port", busy.getLocalPort())) {
            assertRefused(late, Integer.toString(busy.getLocalPort()));
        }
    }

    @Test
    void a_busy_database_port_is_told_in_a_sentence() throws IOException {
        try (ServerSocket busy = Ports.taken();
                Darkroom late =
                        new Darkroom("start-database").inHaste().with("darkroom.postgres.port", busy.getLocalPort())) {
            assertRefused(
                    late, "Port " + busy.getLocalPort() + ", on which the embedded PostgreSQL would listen, is taken");
        }
    }

    @Test
    void a_lease_shorter_than_two_heartbeats_is_refused_in_a_sentence() {
        try (Darkroom hasty = new Darkroom("start-hasty")
                .inHaste()
                .with("darkroom.jobs.lease", "1s")
                .with("darkroom.jobs.heartbeat", "600ms")) {
            assertRefused(hasty, "must be at least twice darkroom.jobs.heartbeat");
        }
    }

    private static void assertRefused(Darkroom refused, String why) {
        assertThat(refused.launch().exitCode()).isEqualTo(1);
        assertThat(refused.log())
                .filteredOn(line -> line.contains(why))
                .as("the sentence in %s", refused.log())
                .hasSize(1);
        assertThat(refused.log()).noneMatch(line -> line.startsWith("\tat ") || line.contains("Exception"));
    }
}
