package dev.darkroom.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.darkroom.testing.ApiVisitor;
import dev.darkroom.testing.HostileFile;
import dev.darkroom.testing.HostileFile.Outcome;
import dev.darkroom.testing.HostileFiles;
import dev.darkroom.testing.Pictures;
import dev.darkroom.testing.RawRequest;
import dev.darkroom.testing.RawRequest.Answer;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each file of the corpus has its one outcome, and leaves nothing behind where it is refused. */
@QuarkusTest
class HostileFileTest {

    private static ApiVisitor guest;

    @Inject
    EntityManager database;

    @ConfigProperty(name = "darkroom.home")
    Path home;

    @ParameterizedTest(name = "{0}")
    @MethodSource("corpus")
    void a_hostile_file_is_refused_or_failed_or_developed_and_hurts_nobody(HostileFile file) throws IOException {
        ImageMetadata before = traces();

        String mode = file.outcome() == Outcome.FAILED_WITHOUT_RETRY ? "durable" : "inline";
        byte[] form = RawRequest.form(file.name(), file.type(), file.content().get());
        Answer answer = RawRequest.post(guest(), mode, RawRequest.MULTIPART, form);

        assertThat(answer.status()).as(answer.text()).isEqualTo(file.outcome().answer());
        Outcome outcome = outcomeOf(answer);
        assertThat(outcome).isEqualTo(file.outcome());
        await("the temporary file is gone").pollDelay(Duration.ZERO).until(() -> traces().uploads() == 0);
        assertThat(traces())
                .isEqualTo(outcome.isRefusal() ? before : before.andOnePhoto(mode.equals("durable") ? 1 : 0));
        ImageMetadata.assertOnlyPhotosIn(home);
    }

    static Stream<HostileFile> corpus() {
        return HostileFiles.all();
    }

    private static Outcome outcomeOf(Answer answer) {
        if (answer.status() >= 400) {
            return Stream.of(Outcome.values())
                    .filter(outcome -> outcome.answer() == answer.status())
                    .findFirst()
                    .orElseThrow();
        }
        JsonPath status = guest().await(
                        new JsonPath(answer.body()).getString("photos[0].links.self"),
                        view -> !view.getString("status").equals("processing"));
        assertThat(status.getInt("attempt")).as("%s", status.prettify()).isEqualTo(1);
        if (status.getString("status").equals("failed")) {
            assertThat(status.getString("error")).contains("cannot be decoded");
            return Outcome.FAILED_WITHOUT_RETRY;
        }
        for (String rendition : List.of("thumb", "medium", "large")) {
            assertIsAPictureAndNothingElse(guest().request()
                    .get(status.getString("links." + rendition))
                    .then()
                    .statusCode(200)
                    .extract()
                    .asByteArray());
        }
        return Outcome.DEVELOPED;
    }

    private static void assertIsAPictureAndNothingElse(byte[] rendition) {
        BufferedImage picture = Pictures.decode(rendition);
        assertThat(Math.max(picture.getWidth(), picture.getHeight())).isBetween(1, 1600);
        assertThat(new String(rendition, StandardCharsets.ISO_8859_1))
                .doesNotContain(HostileFile.STOWAWAY, "Exif", "ns.adobe.com", "ICC_PROFILE", "Photoshop");
    }

    private ImageMetadata traces() throws IOException {
        return QuarkusTransaction.requiringNew().call(() -> ImageMetadata.of(database, home));
    }

    private static ApiVisitor guest() {
        if (guest == null) {
            guest = ApiVisitor.signedUp();
        }
        return guest;
    }
}
