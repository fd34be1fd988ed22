package dev.darkroom.media;

import static dev.darkroom.media.PhotoUploads.download;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.darkroom.testing.ApiVisitor;
import dev.darkroom.testing.Database;
import dev.darkroom.testing.HostileFile;
import dev.darkroom.testing.HostileFile.Outcome;
import dev.darkroom.testing.Pictures;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class HostileFileTest {

    private static final String FILE_OF_A_PHOTO =
            "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(/(original|(thumb|medium|large)-[0-9a-f]{16}\\.jpg))?";

    @ConfigProperty(name = "darkroom.home")
    Path home;

    private ApiVisitor visitor;
    private long foldersBefore;
    private long jobsBefore;

    @BeforeEach
    void signUp() {
        visitor = ApiVisitor.signedUp();
        foldersBefore = files("photos");
        jobsBefore = Database.count("job WHERE kind = 'resize-photo'");
    }

    @ParameterizedTest
    @EnumSource
    void a_hostile_file_has_the_expected_outcome_and_leaves_nothing_else_behind(HostileFile file) throws IOException {
        Response response = visitor.upload("inline", "picture.jpg", file.content());

        assertThat(response.statusCode()).isEqualTo(file.status);
        assertThat(response.asString()).contains(file.message);
        assertStored(file.outcome == Outcome.REJECTED ? 0 : 1);
        if (file.outcome == Outcome.COMPLETE) {
            assertRenditionsArePictures(response.path("photos[0].links.self"));
        }
    }

    private void assertRenditionsArePictures(String statusPath) {
        for (String rendition : List.of("thumb", "medium", "large")) {
            byte[] file = download(visitor, visitor.json(statusPath).getString("links." + rendition));
            BufferedImage picture = Pictures.decode(file);
            assertThat(Math.max(picture.getWidth(), picture.getHeight())).isBetween(1, 1600);
            assertThat(new String(file, StandardCharsets.ISO_8859_1))
                    .as(rendition)
                    .doesNotContain(HostileFile.SECRET, "Exif", "ns.adobe.com", "ICC_PROFILE", "Photoshop");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../x.jpg",
                "..\\..\\x.jpg",
                "C:\\Users\\ada\\x.jpg",
                "..",
                "",
                "x\0.jpg",
                "a;b\r\nc: %2e%2e/x.jpg",
                "<img src=x onerror=alert(1)>.jpg"
            })
    void a_path_in_a_file_name_writes_nothing_outside_the_store(String name) throws IOException {
        visitor.upload("inline", name, Pictures.jpeg(20, 20)).then().statusCode(201);

        assertStored(1);
        assertThat(home.resolveSibling("x.jpg")).doesNotExist();
        assertThat(home.resolve("x.jpg")).doesNotExist();
        assertThat(visitor.json("/photos").getString("[0].name")).doesNotContain("/", "\\", "\0");
    }

    @Test
    void a_long_file_name_is_cut_at_120_characters() {
        String rockets = "\uD83D\uDE80".repeat(120);

        assertThat(new UploadType.Incoming(rockets + ".jpg", null).name()).isEqualTo(rockets);
        assertThat(new UploadType.Incoming("a".repeat(1_000_000), null).name()).isEqualTo("a".repeat(120));
        assertThat(new UploadType.Incoming("x/../ ", null).name()).isEqualTo("untitled");
    }

    @Test
    void a_form_without_its_end_gets_400_and_stores_nothing() throws IOException {
        byte[] form = form();

        try (Socket socket = post(form, form.length / 2, form.length / 2)) {
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 400 ");
        }

        assertStored(0);
    }

    @Test
    void an_upload_that_is_cut_off_stores_nothing() throws IOException {
        byte[] form = form();

        try (Socket socket = post(form, form.length / 2, form.length)) {
            await("the first half is being stored").until(() -> files("uploads") == 1);
        }

        assertStored(0);
    }

    private static byte[] form() {
        String head = "--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.jpg\"\r\n\r\n";
        String picture = new String(Pictures.jpeg(2000, 1000), StandardCharsets.ISO_8859_1);
        return (head + picture + "\r\n--x--\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Sends the first bytes of a form, with a header that announces a length. */
    private Socket post(byte[] form, int sent, int announced) throws IOException {
        String head = String.join(
                "\r\n",
                "POST /photos HTTP/1.1",
                "Host: 127.0.0.1",
                "Connection: close",
                "Accept: application/json",
                "Cookie: " + visitor.cookies(),
                "X-CSRF-TOKEN: " + visitor.csrf(),
                "Content-Type: multipart/form-data; boundary=x",
                "Content-Length: " + announced,
                "\r\n");
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port);
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(form, 0, sent);
        return socket;
    }

    /** The visitor has this many photos, each has a folder, and nothing else is in the store or left of a request. */
    private void assertStored(int photos) throws IOException {
        await("temporary files are removed").pollDelay(Duration.ZERO).until(() -> files("uploads") == 0);
        assertThat(visitor.json("/photos").getList("")).hasSize(photos);
        assertThat(files("photos")).isEqualTo(foldersBefore + photos);
        assertThat(Database.count("job WHERE kind = 'resize-photo'")).isEqualTo(jobsBefore);
        Path store = Files.createDirectories(home.resolve("photos"));
        try (Stream<Path> files = Files.walk(store)) {
            assertThat(files.skip(1).map(file -> store.relativize(file).toString()))
                    .allMatch(file -> file.matches(FILE_OF_A_PHOTO));
        }
    }

    private long files(String folder) {
        return Stream.ofNullable(home.resolve(folder).toFile().list())
                .flatMap(Stream::of)
                .count();
    }
}
