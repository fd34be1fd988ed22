package dev.darkroom.media;

import dev.darkroom.jobs.Failure;

/** A file with a picture's header and no picture behind it. */
class UnreadableImage extends Failure.Permanent {

    UnreadableImage(Throwable cause) {
        super("the picture cannot be decoded: the file is damaged", cause);
    }
}
