package dev.darkroom.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.darkroom.testing.ApiVisitor;
import dev.darkroom.testing.Pictures;
import io.restassured.RestAssured;
import io.restassured.config.LogConfig;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.awt.image.BufferedImage;
import java.util.List;

/** Requests for photos. */
final class Uploads {

    private Uploads() {}

    /** Starts an upload, without RestAssured's log, which would contain each byte of a file. */
    static RequestSpecification form(ApiVisitor visitor, String mode) {
        return visitor.in(mode).config(RestAssured.config().logConfig(LogConfig.logConfig()));
    }

    static Response upload(ApiVisitor visitor, String mode, String name, byte[] file) {
        return visitor.upload(mode, name, file);
    }

    /** Returns the address of the status. */
    static String accepted(ApiVisitor visitor, String name, byte[] file) {
        return upload(visitor, "durable", name, file)
                .then()
                .statusCode(202)
                .extract()
                .path("photos[0].links.self");
    }

    static void assertSize(ApiVisitor visitor, String address, int width, int height) {
        BufferedImage picture = Pictures.decode(download(visitor, address));
        assertThat(List.of(picture.getWidth(), picture.getHeight())).containsExactly(width, height);
    }

    static byte[] download(ApiVisitor visitor, String address) {
        return visitor.request()
                .get(address)
                .then()
                .statusCode(200)
                .contentType("image/jpeg")
                .header("Cache-Control", containsString("immutable"))
                .header("X-Content-Type-Options", equalTo("nosniff"))
                .extract()
                .asByteArray();
    }
}
