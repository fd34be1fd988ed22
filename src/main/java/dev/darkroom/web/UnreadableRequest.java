package dev.darkroom.web;

import java.sql.SQLException;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Tells from an exception that what was sent cannot be read: a form that cannot be decoded, a text with a character that
 * is none. The layers below have no exception of their own for the first, only words. Of bodies in parts {@link
 * UnreadableBody} tells.
 */
final class UnreadableRequest {

    private static final String FORM = "Failed to decode URL";

    /** PostgreSQL's text takes any character but U+0000. */
    private static final String NO_CHARACTER = "22021";

    private UnreadableRequest() {}

    static boolean isCauseOf(Throwable thrown) {
        return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
                .limit(50)
                .anyMatch(UnreadableRequest::isOne);
    }

    private static boolean isOne(Throwable cause) {
        return (cause instanceof IllegalArgumentException && says(cause, FORM))
                || (cause instanceof SQLException refused && NO_CHARACTER.equals(refused.getSQLState()));
    }

    private static boolean says(Throwable cause, String words) {
        return String.valueOf(cause.getMessage()).startsWith(words);
    }
}
