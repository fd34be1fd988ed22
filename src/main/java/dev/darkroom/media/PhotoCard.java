package dev.darkroom.media;

import dev.darkroom.status.StatusView;
import java.util.UUID;

/** A photo as the gallery shows it. */
public record PhotoCard(UUID id, String name, int width, int height, StatusView status) {

    static PhotoCard of(Photo photo, StatusView status) {
        return new PhotoCard(photo.id, photo.name, photo.width, photo.height, status);
    }
}
