package dev.darkroom.media;

import dev.darkroom.web.Refusal;

/** A file that is not taken, as its size or its header tells; nothing of it is stored. */
class UploadRefused extends Refusal {

    private UploadRefused(int status, String message) {
        super(status, message);
    }

    static UploadRefused empty() {
        return new UploadRefused(400, "The file is empty.");
    }

    static UploadRefused tooLarge(long most) {
        return new UploadRefused(413, "The file is larger than %d MB.".formatted(most / (1024 * 1024)));
    }

    static UploadRefused notAPicture() {
        return new UploadRefused(415, "This is not a JPEG, PNG or WebP picture.");
    }

    static UploadRefused tooManyPixels(PictureHeader header, long most) {
        return new UploadRefused(
                422,
                "The picture has %d × %d pixels; at most %d million are taken."
                        .formatted(header.width(), header.height(), most / 1_000_000));
    }

    static UploadRefused tooLargeAsAWhole(PictureHeader header, long most) {
        return new UploadRefused(
                422,
                "The picture has %d × %d pixels, and this format is decoded as a whole; at most %.1f million fit into memory. A JPEG or PNG would be taken."
                        .formatted(header.width(), header.height(), most / 1e6));
    }

    static UploadRefused unreadable() {
        return new UploadRefused(422, "The picture's header cannot be read: the file is damaged.");
    }
}
