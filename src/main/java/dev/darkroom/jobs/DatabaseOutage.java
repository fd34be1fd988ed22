package dev.darkroom.jobs;

import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Recognises exceptions that mean that the database is temporarily unavailable. */
public final class DatabaseOutage {

    /**
     * Shutdown by an administrator, shutdown after a crash, still starting; out of disk, memory or connections; read-only;
     * session ended because it was idle in a transaction; serialization failure, deadlock.
     */
    private static final Set<String> TEMPORARY =
            Set.of("57P01", "57P02", "57P03", "53100", "53200", "53300", "25006", "25P03", "40001", "40P01");

    /** Causes may form a cycle. */
    private static final int MAX_DEPTH = 20;

    private DatabaseOutage() {}

    public static boolean isCauseOf(Throwable thrown) {
        return isCauseOf(thrown, MAX_DEPTH);
    }

    /** The transaction manager reports a connection lost at the commit as a suppressed exception. */
    private static boolean isCauseOf(Throwable thrown, int depth) {
        if (thrown == null || depth == 0) {
            return false;
        }
        return thrown instanceof SQLException problem && isUnreachable(problem)
                || isCauseOf(thrown.getCause(), depth - 1)
                || Stream.of(thrown.getSuppressed()).anyMatch(one -> isCauseOf(one, depth - 1));
    }

    static String describe(Throwable thrown) {
        return isCauseOf(thrown) ? "the database is unavailable" : thrown.toString();
    }

    private static boolean isUnreachable(SQLException problem) {
        String state = problem.getSQLState();
        // The pool reports its acquisition timeout without an SQLSTATE. Class 08 is a connection exception.
        return state == null
                ? String.valueOf(problem.getMessage()).toLowerCase(Locale.ROOT).contains("acquisition timeout")
                : state.startsWith("08") || TEMPORARY.contains(state);
    }
}
