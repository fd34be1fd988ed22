package dev.darkroom.media;

import dev.darkroom.jobs.Labelled;

/** A resized photo: an upright JPEG that fits into a square. Largest first, as each is made from the one before. */
enum Rendition implements Labelled {
    LARGE(1600),
    MEDIUM(800),
    THUMB(200);

    final int edge;

    Rendition(int edge) {
        this.edge = edge;
    }
}
