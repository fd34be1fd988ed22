package dev.darkroom.media;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** Formats that are not accepted, recognised by their first bytes, so that the answer can say what to do. */
enum OtherFormat {
    AVIF("(?s).{4}ftyp.*avi[fs].*", "AVIF is not supported. Save the picture as JPEG, PNG or WebP."),
    HEIC(
            "(?s).{4}ftyp.*(hei[cmsx]|hev[cmx]|mif1|msf1).*",
            "HEIC is not supported. On an iPhone choose Settings, Camera, Formats, Most Compatible."),
    GIF("(?s)GIF8.*", "GIF is not supported. Save one frame as PNG."),
    TIFF("(?s)(II\\*\0|MM\0\\*).*", "TIFF is not supported. Save the picture as JPEG or PNG."),
    JXL("(?s)(\u00FF\\n|\0\0\0\fJXL ).*", "JPEG XL is not supported. Save the picture as JPEG, PNG or WebP."),
    PDF("(?s)%PDF.*", "A PDF is not supported. Export the page as JPEG or PNG."),
    SVG("(?s)[^\0]*<svg.*", "SVG is not supported. Export the drawing as PNG."),
    BMP("(?s)BM.*\0.*", "BMP is not supported. Save the picture as PNG."),
    UNKNOWN("(?s).*", "This is not a JPEG, PNG or WebP picture.");

    private static final int HEAD = 1024;

    private final String head;
    private final String sentence;

    OtherFormat(String head, String sentence) {
        this.head = head;
        this.sentence = sentence;
    }

    /** Returns what to do with that file instead. */
    static String explain(PictureFile file) throws IOException {
        byte[] bytes = new byte[HEAD];
        int count = Math.max(0, file.read(bytes));
        // Each byte is one character.
        String head = new String(bytes, 0, count, StandardCharsets.ISO_8859_1);
        return Stream.of(values())
                .filter(format -> head.matches(format.head))
                .findFirst()
                .orElse(UNKNOWN)
                .sentence;
    }
}
