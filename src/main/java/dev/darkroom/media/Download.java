package dev.darkroom.media;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Under which name an original is downloaded: what it is called, and what it is. The second is told by its content, so
 * that a picture never arrives as a page or a program.
 */
record Download(String name, String format) {

    /** An extension is no year: it begins with a letter. */
    private static final String EXTENSION = "\\.\\p{Alpha}\\p{Alnum}{0,4}$";

    /** What some system or other takes for a path, a drive, a wildcard or a pipe. */
    private static final String DANGEROUS = "[/\\\\:*?\"<>|%]";

    private static final String HIDDEN = "^\\.+";

    static Download of(Photo photo, PictureHeader header) {
        return new Download(photo.name, header.format());
    }

    String type() {
        return "image/" + format;
    }

    /** In ASCII for who reads no more than that (RFC 6266, appendix D), and as it is (RFC 8187, once 5987). */
    String disposition() {
        return "attachment; filename=\"%s\"; filename*=UTF-8''%s"
                .formatted(file().replaceAll("[^\\x20-\\x7E]", "_"), encoded(file()));
    }

    private String file() {
        String stem =
                name.replaceFirst(EXTENSION, "").replaceAll(DANGEROUS, "_").replaceFirst(HIDDEN, "");
        return (stem.isBlank() ? "photo" : stem) + "." + extension();
    }

    private String extension() {
        return format.equals("jpeg") ? "jpg" : format;
    }

    /** The encoder is made for forms: there a blank is a plus, and a star is nothing special. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
    }
}
