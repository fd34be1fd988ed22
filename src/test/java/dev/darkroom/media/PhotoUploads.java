package dev.darkroom.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.darkroom.testing.ApiVisitor;
import dev.darkroom.testing.Pictures;
import java.awt.image.BufferedImage;
import java.util.List;

/** Uploads and downloads of photos. */
final class PhotoUploads {

    private PhotoUploads() {}

    /** Uploads a picture and returns the address of its status. */
    static String accepted(ApiVisitor visitor, String name, byte[] file) {
        return visitor.upload("durable", name, file)
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
