package dev.darkroom.media;

import dev.darkroom.web.Refusal;

/** A file that is not taken, as its size or its header tells, or the room that is left; nothing of it is stored. */
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

    static UploadRefused tooManyPasses(PictureHeader header, int most) {
        return new UploadRefused(
                422, "The picture comes in %d passes; at most %d are taken.".formatted(header.passes(), most));
    }

    static UploadRefused tooLargeAsAWhole(PictureHeader header, long most) {
        return new UploadRefused(
                422,
                "The picture has %d × %d pixels, and this format is decoded as a whole; at most %.1f million fit into memory. A JPEG or PNG would be taken."
                        .formatted(header.width(), header.height(), most / 1e6));
    }

    /**
     * 409: the request is good, and what stands against it is something that the visitor can change (RFC 9110, section
     * 15.5.10). 413 would blame the file, and 507 the server, which programs would try again.
     */
    static UploadRefused tooMany(long most) {
        return new UploadRefused(
                409, "There is no room for another photo (the limit is %d): delete some to make room.".formatted(most));
    }

    static UploadRefused noRoom(long size, long left, long most) {
        return new UploadRefused(
                409,
                "The file has %s, and of the %s that are kept for you %s are left: delete photos to make room."
                        .formatted(megabytes(size), megabytes(most), megabytes(Math.max(0, left))));
    }

    static UploadRefused unreadable() {
        return new UploadRefused(422, "The picture's header cannot be read: the file is damaged.");
    }

    private static String megabytes(long bytes) {
        return "%.1f MB".formatted(bytes / (1024.0 * 1024));
    }
}
