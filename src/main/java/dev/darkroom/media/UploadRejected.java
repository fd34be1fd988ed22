package dev.darkroom.media;

import dev.darkroom.web.HttpRefusal;
import java.util.Locale;

/** A file is not accepted because of its size or its header. Nothing of it is stored. */
class UploadRejected extends HttpRefusal {

    private UploadRejected(int status, String message, Object... values) {
        super(status, message.formatted(values));
    }

    static UploadRejected empty() {
        return new UploadRejected(400, "The file is empty.");
    }

    static UploadRejected tooLarge(long limit) {
        return new UploadRejected(413, "The file is larger than %d MB.", limit / (1024 * 1024));
    }

    static UploadRejected notAPicture() {
        return new UploadRejected(415, "This is not a JPEG, PNG or WebP picture.");
    }

    static UploadRejected unreadable() {
        return new UploadRejected(422, "The picture's header cannot be read: the file is damaged.");
    }

    static UploadRejected tooManyPixels(PictureHeader header, double limit) {
        return new UploadRejected(
                422,
                "The picture has %d × %d pixels; the limit for %s is %.1f million.",
                header.width(),
                header.height(),
                header.format().toUpperCase(Locale.ROOT),
                limit / 1e6);
    }

    static UploadRejected tooManyScans(int scans, int limit) {
        return new UploadRejected(422, "The JPEG has %d scans; the limit is %d.", scans, limit);
    }
}
