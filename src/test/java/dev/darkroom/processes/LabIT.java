package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The lab's kill button ends the process; its replacement takes over the address and the work. */
@Tag("processes")
class LabIT {

    private static final int KILLED = 137;

    @Test
    void a_process_killed_by_the_lab_is_replaced_on_its_address_and_its_work_is_done() {
        try (ApplicationProcess darkroom = new ApplicationProcess("lab")
                .with("darkroom.jobs.lease", "2s")
                .with("darkroom.jobs.heartbeat", "500ms")
                .start()) {
            HttpVisitor ada = new HttpVisitor(darkroom);
            // Otherwise the welcome mail might reach the point first.
            ada.awaitComplete(ada.signUp());
            String before = ada.get("/process").path("process").asText();
            assertThat(ada.arm("halt", "before-settle")).isEqualTo(303);

            String charge = ada.pay("durable", 4001);

            assertThat(darkroom.exitCode()).isEqualTo(KILLED);
            try (Replacement replacement = Replacement.of(darkroom)) {
                await("another process")
                        .ignoreExceptionsInstanceOf(IOException.class)
                        .until(() -> ada.get("/process").path("process").asText(), name -> !name.equals(before));
                JsonNode done = ada.awaitComplete(charge);
                assertThat(done.path("attempt").asInt()).isGreaterThan(1);
                Timeline.Entry kill = new Timeline(darkroom)
                        .of(HttpVisitor.id(charge), "KILLED")
                        .get(0);
                assertThat(kill.process()).isEqualTo(before);
                assertThat(done.at("/attempts/0/outcome").asText()).isEqualTo("rescued");
                assertThat(Instant.parse(done.at("/attempts/0/lastSignAt").asText()))
                        .isEqualTo(kill.at());
                assertThat(new Ledger(darkroom).statuses(4001)).containsExactly("charged");
            }
        }
    }
}
