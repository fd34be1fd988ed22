package dev.darkroom.web;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The visitor's last click, as a cookie carries it to the page that follows.
 *
 * @param millis how long the visitor waited for the answer
 */
public record LastClick(String request, long millis, String mode) {

    static final String COOKIE = "last-click";
    private static final Pattern NOTE = Pattern.compile("([A-Z]+ \\S{1,100}) (\\d{1,9}) (inline|volatile|durable)");

    static String encode(String note) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(note.getBytes(StandardCharsets.UTF_8));
    }

    /** Nothing for anything but what {@link RequestTimer} wrote. */
    static Optional<LastClick> decode(String cookie) {
        try {
            Matcher note = NOTE.matcher(new String(Base64.getUrlDecoder().decode(cookie), StandardCharsets.UTF_8));
            return note.matches()
                    ? Optional.of(new LastClick(note.group(1), Long.parseLong(note.group(2)), note.group(3)))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
