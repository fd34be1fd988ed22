package dev.darkroom.media;

import dev.darkroom.status.StatusView;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A photo as the gallery shows it. */
public record PhotoCard(UUID id, String name, int width, int height, StatusView status) {

    /** Which rendition is how wide, for the browser to choose. */
    public String srcset() {
        return Stream.of(Rendition.values())
                .map(rendition -> "/photos/%s/%s %dw".formatted(id, rendition.label(), widthOf(rendition)))
                .collect(Collectors.joining(", "));
    }

    /** Renditions fit into a square. */
    private int widthOf(Rendition rendition) {
        return Math.max(1, (int) Math.min(width, (long) rendition.edge() * width / Math.max(width, height)));
    }

    static PhotoCard of(Photo photo, StatusView status) {
        return new PhotoCard(photo.id, photo.name, photo.width, photo.height, status);
    }
}
