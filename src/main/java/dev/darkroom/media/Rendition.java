package dev.darkroom.media;

import dev.darkroom.jobs.Labelled;
import java.util.Locale;

/** A resized photo: an upright JPEG that fits into a square. Largest first, as each is made from the one before. */
enum Rendition implements Labelled {
    LARGE(1600),
    MEDIUM(800),
    THUMB(200);

    private final int edge;

    Rendition(int edge) {
        this.edge = edge;
    }

    /** Used by JAX-RS for path parameters. */
    public static Rendition fromString(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }

    int edge() {
        return edge;
    }
}
