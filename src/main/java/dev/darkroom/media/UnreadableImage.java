package dev.darkroom.media;

import dev.darkroom.jobs.PermanentFailure;

/** A file with a picture's header and no picture behind it. */
class UnreadableImage extends PermanentFailure {

    UnreadableImage(Throwable cause) {
        super("the picture cannot be decoded: the file is damaged", cause);
    }
}
