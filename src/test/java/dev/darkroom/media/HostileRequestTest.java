package dev.darkroom.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.darkroom.testing.ApiVisitor;
import dev.darkroom.testing.HostileRequest;
import dev.darkroom.testing.LogCapture;
import dev.darkroom.testing.Pictures;
import dev.darkroom.testing.RawRequest;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever comes over the line, it is answered, and leaves nothing behind unless it was accepted. */
@QuarkusTest
class HostileRequestTest {

    private static final OutcomeTable OUTCOMES = new OutcomeTable("requests");
    private static final int ACCEPTED = 201;
    private static ApiVisitor guest;

    @Inject
    EntityManager database;

    @ConfigProperty(name = "darkroom.home")
    Path home;

    @ParameterizedTest(name = "{0}")
    @MethodSource("corpus")
    void a_hostile_request_is_answered_and_leaves_nothing_behind(HostileRequest request) throws IOException {
        ImageMetadata before = traces();
        RawRequest.Answer answer;

        try (LogCapture log = LogCapture.atAll()) {
            answer = request.sent().apply(guest());
            awaitNoUploads();
            assertThat(log.stackTraces()).isEmpty();
        }

        assertThat(answer.status()).as(answer.text()).isIn(request.answers());
        assertThat(traces()).isEqualTo(answer.status() == ACCEPTED ? before.andOnePhoto(0) : before);
        ImageMetadata.assertOnlyPhotosIn(home);
        OUTCOMES.count(Integer.toString(answer.status()));
    }

    static Stream<HostileRequest> corpus() {
        return HostileRequest.all();
    }

    @Test
    void who_hangs_up_halfway_leaves_nothing_behind() throws IOException {
        ImageMetadata before = traces();
        byte[] form = RawRequest.form("a.jpg", "image/jpeg", Pictures.jpeg(2000, 1000));
        try (LogCapture log = LogCapture.atAll()) {
            hangUpHalfway(form);
            awaitNoUploads();
            await("the request is over").until(() -> log.hasHeard("POST /photos"));
            assertThat(log.stackTraces()).isEmpty();
        }
        assertThat(traces()).isEqualTo(before);
    }

    private void hangUpHalfway(byte[] form) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.getOutputStream()
                    .write((RawRequest.head(guest(), "inline", RawRequest.MULTIPART) + "Content-Length: " + form.length
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(form, 0, form.length / 2);
            await("its first half is being stored").until(() -> traces().uploads() == 1);
        }
    }

    @AfterAll
    static void tell() throws IOException {
        OUTCOMES.write();
    }

    private void awaitNoUploads() {
        await("temporary files are gone").pollDelay(Duration.ZERO).until(() -> traces().uploads() == 0);
    }

    private ImageMetadata traces() {
        return QuarkusTransaction.requiringNew().call(() -> ImageMetadata.of(database, home));
    }

    private static ApiVisitor guest() {
        if (guest == null) {
            guest = ApiVisitor.signedUp();
        }
        return guest;
    }
}
