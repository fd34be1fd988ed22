package dev.darkroom.media;

import dev.darkroom.web.HttpRefusal;

/** A file that is not taken, as its size or its header tells, or the room that is left; nothing of it is stored. */
class UploadRejected extends HttpRefusal {

    private UploadRejected(int status, String message) {
        super(status, message);
    }

    static UploadRejected empty() {
        return new UploadRejected(400, "The file is empty.");
    }

    static UploadRejected tooLarge(long most) {
        return new UploadRejected(413, "The file is larger than %d MB.".formatted(most / (1024 * 1024)));
    }

    static UploadRejected notAPicture() {
        return new UploadRejected(415, "This is not a JPEG, PNG or WebP picture.");
    }

    static UploadRejected tooManyPixels(PictureHeader header, long most) {
        return new UploadRejected(
                422,
                "The picture has %d × %d pixels; at most %d million are taken."
                        .formatted(header.width(), header.height(), most / 1_000_000));
    }

    static UploadRejected tooManyPasses(PictureHeader header, int most) {
        return new UploadRejected(
                422, "The picture comes in %d passes; at most %d are taken.".formatted(header.passes(), most));
    }

    static UploadRejected tooLargeAsAWhole(PictureHeader header, long most) {
        return new UploadRejected(
                422,
                "The picture has %d × %d pixels, and this format is decoded as a whole; at most %.1f million fit into memory. A JPEG or PNG would be taken."
                        .formatted(header.width(), header.height(), most / 1e6));
    }

    /**
     * 409: the request is good, and what stands against it is something that the visitor can change (RFC 9110, section
     * 15.5.10). 413 would blame the file, and 507 the server, which programs would try again.
     */
    static UploadRejected tooMany(long most) {
        return new UploadRejected(
                409, "There is no room for another photo (the limit is %d): delete some to make room.".formatted(most));
    }

    static UploadRejected noRoom(long size, long left, long most) {
        return new UploadRejected(
                409,
                "The file has %s, and of the %s that are kept for you %s are left: delete photos to make room."
                        .formatted(megabytes(size), megabytes(most), megabytes(Math.max(0, left))));
    }

    static UploadRejected unreadable() {
        return new UploadRejected(422, "The picture's header cannot be read: the file is damaged.");
    }

    private static String megabytes(long bytes) {
        return "%.1f MB".formatted(bytes / (1024.0 * 1024));
    }
}
