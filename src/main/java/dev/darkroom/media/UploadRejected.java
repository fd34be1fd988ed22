package dev.darkroom.media;

import dev.darkroom.web.HttpRefusal;

/** A file is not accepted because of its size or its header. Nothing of it is stored. */
class UploadRejected extends HttpRefusal {

    UploadRejected(int status, String message, Object... values) {
        super(status, message.formatted(values));
    }

    static UploadRejected notAPicture() {
        return new UploadRejected(415, "This is not a JPEG, PNG or WebP picture.");
    }

    static UploadRejected unreadable() {
        return new UploadRejected(422, "The picture's header cannot be read: the file is damaged.");
    }
}
