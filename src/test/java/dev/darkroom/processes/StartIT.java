package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.testing.Pictures;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A process starts with the data of the previous one, or refuses to start and says why. */
@Tag("processes")
@Order(3)
class StartIT {

    private static ApplicationProcess darkroom;

    @BeforeAll
    static void begin() {
        // All that a start unpacks or stores lies in the home.
        darkroom = new ApplicationProcess("start")
                .unpacking()
                .option("-Djava.io.tmpdir=/nowhere")
                .start();
    }

    @AfterAll
    static void end() {
        darkroom.close();
    }

    @Test
    void users_photos_and_mails_are_there_after_a_restart() {
        HttpVisitor ada = new HttpVisitor(darkroom);
        ada.awaitComplete(ada.signUp());
        String photo = ada.upload("durable", Pictures.jpeg(2000, 1500));
        ada.awaitComplete(photo);
        JsonNode mails = ada.get("/inbox");

        darkroom.stop();
        darkroom.start();

        assertThat(ada.get(photo).path("status").asText()).isEqualTo("complete");
        darkroom.photos().assertResized(photo);
        assertThat(ada.get("/inbox")).isEqualTo(mails).hasSize(1);
    }

    @Test
    void a_process_killed_during_its_first_start_does_not_prevent_the_next() {
        darkroom.kill();
        // As if it had died just after its database server started.
        new TestDatabase(darkroom, "postgres").execute("DROP DATABASE darkroom WITH (FORCE)");

        darkroom.start();

        HttpVisitor.signedUp(darkroom);
    }

    @ParameterizedTest
    @CsvSource({
        "quarkus.http.port, %d",
        "darkroom.postgres.port, 'Port %d, on which the embedded PostgreSQL would listen, is taken'"
    })
    void a_port_in_use_is_reported(String setting, String message) throws IOException {
        try (ServerSocket busy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ApplicationProcess late = new ApplicationProcess("start-late").with(setting, busy.getLocalPort())) {
            assertRefused(late, message.formatted(busy.getLocalPort()));
        }
    }

    @Test
    void a_database_of_another_version_is_refused_with_an_explanation() {
        String url = "jdbc:postgresql://127.0.0.1:" + darkroom.databasePort() + "/darkroom?user=postgres";
        TestDatabase database = new TestDatabase(darkroom);
        database.execute("UPDATE flyway_schema_history SET checksum = checksum + 1");
        try (ApplicationProcess embedded = darkroom.worker("start-embedded");
                ApplicationProcess external =
                        new ApplicationProcess("start-external").with("quarkus.datasource.jdbc.url", url)) {
            assertRefused(embedded, "Keep using that version, or delete the folder " + darkroom.home());
            assertRefused(external, "Keep using that version, or use an empty database");
        } finally {
            database.execute("UPDATE flyway_schema_history SET checksum = checksum - 1");
        }
    }

    @Test
    void a_missing_database_is_refused_with_an_explanation() {
        String url = "jdbc:postgresql://127.0.0.1:" + darkroom.databasePort() + "/nowhere?user=postgres";
        try (ApplicationProcess refused =
                new ApplicationProcess("start-nowhere").with("quarkus.datasource.jdbc.url", url)) {
            assertRefused(
                    refused, "The database does not exist (FATAL: database \"nowhere\" does not exist): create it");
        }
    }

    @Test
    void a_lease_shorter_than_two_heartbeats_is_refused_with_an_explanation() {
        try (ApplicationProcess refused = new ApplicationProcess("start-lease")
                .with("darkroom.jobs.lease", "1s")
                .with("darkroom.jobs.heartbeat", "600ms")) {
            assertRefused(refused, "must be at least twice darkroom.jobs.heartbeat");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "darkroom.transport, kafka, must be in-memory or rabbitmq or redis",
        "darkroom.storage, s3, Is darkroom.s3.region set?",
        "darkroom.storage, tape, must be file or s3"
    })
    void a_transport_or_storage_that_cannot_be_used_is_refused(String setting, String value, String message) {
        try (ApplicationProcess refused = new ApplicationProcess("start-refused").with(setting, value)) {
            assertRefused(refused, message);
        }
    }

    @Test
    void a_time_zone_unknown_to_postgresql_is_refused_and_its_server_is_stopped_again() {
        try (ApplicationProcess refused = new ApplicationProcess("start-zone").option("-Duser.timezone=AET")) {
            assertRefused(refused, "-Duser.timezone=UTC");
            assertThat(refused.home().resolve("postgres/data")).isDirectoryNotContaining("glob:**/postmaster.pid");
        }
    }

    private static void assertRefused(ApplicationProcess refused, String message) {
        assertThat(refused.launch().exitCode()).isEqualTo(1);
        assertThat(refused.log())
                .filteredOn(line -> line.contains(message))
                .as("the message in %s", refused.log())
                .hasSize(1);
        assertThat(refused.log()).noneMatch(line -> line.startsWith("\tat ") || line.contains("Exception"));
    }
}
