package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.testing.Pictures;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code kill -9} on a real process, in every plain {@code verify}. */
class SurvivesKillIT {

    @Test
    void durable_work_is_done_and_volatile_work_reported_as_lost_when_the_process_dies_right_after_its_answers() {
        try (SmtpStub mailServer = new SmtpStub();
                ApplicationProcess darkroom = new ApplicationProcess("survives")
                        .with("quarkus.mailer.host", "127.0.0.1")
                        .with("quarkus.mailer.port", mailServer.port())
                        .with("darkroom.simulate.smtp-delay", "300ms")
                        .with("darkroom.simulate.gateway-delay", "300ms")
                        .with("darkroom.simulate.resize-delay", "300ms")
                        .with("darkroom.jobs.lease", "1200ms")
                        .with("darkroom.jobs.heartbeat", "400ms")
                        .with("darkroom.jobs.backoff-base", "50ms")
                        .start()) {
            HttpVisitor ada = new HttpVisitor(darkroom);
            String mail = ada.signUp();
            List<String> photos = Stream.generate(() -> ada.upload("durable", Pictures.jpeg(2400, 1800)))
                    .limit(2)
                    .toList();
            String charge = ada.pay("durable", 1001);
            String forgotten = ada.upload("volatile", Pictures.jpeg(2400, 1800));

            darkroom.kill();
            assertThat(darkroom.photos().damaged()).isEmpty();
            darkroom.start();

            JsonNode lost =
                    ada.await(forgotten, status -> status.path("phase").asText().equals("lost"));
            assertThat(lost.path("status").asText()).isEqualTo("processing");
            photos.forEach(photo -> {
                ada.awaitComplete(photo);
                darkroom.photos().assertResized(photo);
            });
            ada.awaitComplete(charge);
            assertThat(new Ledger(darkroom).statuses(1001)).containsExactly("charged");
            int runs = ada.awaitComplete(mail).path("attempt").asInt();
            String messageId = "<welcome-" + ada.get(mail).path("id").asText() + "@darkroom.invalid>";
            assertThat(mailServer.messageIds(ada.email()))
                    .hasSizeBetween(1, runs)
                    .containsOnly(messageId);
            assertThat(ada.get(forgotten)).isEqualTo(lost);
        }
    }
}
