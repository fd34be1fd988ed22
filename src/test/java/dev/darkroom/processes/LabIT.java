package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A death that is caused in the browser is a real one, and the open page gets over it. */
@Tag("processes")
class LabIT {

    private static final int KILLED = 137;

    @Test
    void a_process_that_halts_has_a_successor_which_answers_in_its_place_and_does_the_work() {
        try (ApplicationProcess darkroom = new ApplicationProcess("lab")
                .fastStartup()
                .with("darkroom.jobs.lease", "2s")
                .with("darkroom.jobs.heartbeat", "500ms")
                .start()) {
            HttpVisitor ada = new HttpVisitor(darkroom);
            // Else it may be the welcome mail that comes to that point first.
            ada.awaitComplete(ada.signUp("durable"));
            String before = ada.get("/process").path("process").asText();
            ada.breakInLab("halt", "before-settle");

            String charge = ada.pay("durable", 4001);

            assertThat(darkroom.exitCode()).isEqualTo(KILLED);
            try (Successor successor = Successor.of(darkroom)) {
                await("another process")
                        .ignoreException(UncheckedIOException.class)
                        .until(() -> ada.get("/process").path("process").asText(), name -> !name.equals(before));
                assertThat(ada.awaitComplete(charge).path("attempt").asInt()).isGreaterThan(1);
                assertThat(new Ledger(darkroom).statuses(4001)).containsExactly("charged");
            }
        }
    }
}
