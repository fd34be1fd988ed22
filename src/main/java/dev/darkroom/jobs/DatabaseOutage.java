package dev.darkroom.jobs;

import java.sql.SQLException;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Recognises exceptions that mean that the database is temporarily unavailable. */
public final class DatabaseOutage {

    /** SQLSTATE class 08: connection exception. */
    private static final String NO_CONNECTION = "08";

    /** Shutdown by an administrator, shutdown after a crash, still starting; too many connections. */
    private static final Set<String> TEMPORARY = Set.of("57P01", "57P02", "57P03", "53300");

    private DatabaseOutage() {}

    public static boolean isCauseOf(Throwable thrown) {
        return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
                .limit(50)
                .anyMatch(cause -> cause instanceof SQLException problem && isUnreachable(problem));
    }

    static String describe(Throwable thrown) {
        return isCauseOf(thrown) ? "the database is unavailable" : thrown.toString();
    }

    private static boolean isUnreachable(SQLException problem) {
        String state = problem.getSQLState();
        // The pool reports its acquisition timeout without an SQLSTATE.
        return state == null
                ? String.valueOf(problem.getMessage()).contains("acquisition timeout")
                : state.startsWith(NO_CONNECTION) || TEMPORARY.contains(state);
    }
}
