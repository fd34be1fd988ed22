package dev.darkroom.video;

import dev.darkroom.testing.ApiVisitor;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** Uploads of the clips in the test resources. */
final class Clips {

    private Clips() {}

    static byte[] bytes(String clip) {
        try {
            return Files.readAllBytes(Path.of("src/test/resources/videos", clip));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Response upload(ApiVisitor visitor, String mode, String clip) {
        return visitor.in(mode).multiPart("files", clip, bytes(clip)).post("/videos");
    }

    /** Uploads a clip and returns its id. */
    static UUID accepted(ApiVisitor visitor, String mode, String clip) {
        return UUID.fromString(
                upload(visitor, mode, clip).then().statusCode(202).extract().path("videos[0].id"));
    }
}
