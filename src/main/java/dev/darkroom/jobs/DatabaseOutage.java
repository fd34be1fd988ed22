package dev.darkroom.jobs;

import java.sql.SQLException;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Tells from an exception that the database cannot be reached: what was asked for may be asked for again a little later. */
public final class DatabaseOutage {

    /** Class 08 of the SQL standard: the connection is broken, or there is none. */
    private static final String NO_CONNECTION = "08";

    /** PostgreSQL: shut down by an administrator, after a crash, still starting; too many connections. */
    private static final Set<String> NOT_NOW = Set.of("57P01", "57P02", "57P03", "53300");

    private DatabaseOutage() {}

    public static boolean isCauseOf(Throwable thrown) {
        return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
                .limit(50)
                .anyMatch(cause -> cause instanceof SQLException problem && isUnreachable(problem));
    }

    /** For a line in the log: that it is an outage, or else what the exception says of itself. */
    static String inWords(Throwable thrown) {
        return isCauseOf(thrown) ? "the database does not answer" : thrown.getMessage();
    }

    private static boolean isUnreachable(SQLException problem) {
        String state = problem.getSQLState();
        // The pool has no code for waiting in vain, only words.
        return state == null
                ? String.valueOf(problem.getMessage()).contains("acquisition timeout")
                : state.startsWith(NO_CONNECTION) || NOT_NOW.contains(state);
    }
}
