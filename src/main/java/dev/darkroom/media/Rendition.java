package dev.darkroom.media;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A resized photo: fits into a square of so many pixels, upright, JPEG. Largest first, as each is made from the one before. */
enum Rendition {
    LARGE(1600),
    MEDIUM(800),
    THUMB(200);

    private final int edge;

    Rendition(int edge) {
        this.edge = edge;
    }

    static Optional<Rendition> of(String label) {
        return Stream.of(values())
                .filter(rendition -> rendition.label().equals(label))
                .findFirst();
    }

    int edge() {
        return edge;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
