package dev.darkroom.embedded;

import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NotDirectoryException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Why a start has found no usable database, in words for the person who can correct it. */
public final class DatabaseProblem {

    private static final String UNREACHABLE =
            "PostgreSQL cannot be reached (%s): start it, or correct QUARKUS_DATASOURCE_JDBC_URL.";
    private static final String USER = "PostgreSQL refuses the user (%s): correct QUARKUS_DATASOURCE_USERNAME and"
            + " QUARKUS_DATASOURCE_PASSWORD, or the server's pg_hba.conf.";
    private static final String BUSY = "PostgreSQL takes no connection now (%s): start again later.";

    /** By SQLSTATE. */
    private static final Map<String, String> SENTENCES = Map.ofEntries(
            Map.entry("3D000", "The database does not exist (%s): create it, or correct QUARKUS_DATASOURCE_JDBC_URL."),
            Map.entry("28P01", USER),
            Map.entry("28000", USER),
            Map.entry("08004", USER),
            Map.entry("08001", UNREACHABLE),
            Map.entry("08006", UNREACHABLE),
            Map.entry("53300", BUSY),
            Map.entry("57P03", BUSY),
            Map.entry(
                    "42501",
                    "PostgreSQL does not let this user make the tables (%s): GRANT CREATE ON SCHEMA public, or name a"
                            + " database that the user owns."),
            Map.entry("3F000", "The database has no schema for the tables (%s): CREATE SCHEMA public."),
            Map.entry("25006", "The database is read-only (%s): name the primary server, not its copy."),
            Map.entry(
                    "22023",
                    "PostgreSQL refuses a setting of this session (%s): if it is the time zone, start Java with"
                            + " -Duser.timezone=UTC."),
            Map.entry(
                    "08P01",
                    "PostgreSQL or its pooler refuses a setting of this session (%s): see src/docs/settings.md,"
                            + " \"Behind PgBouncer\"."));

    private static final int MAX_DEPTH = 20;

    private DatabaseProblem() {}

    /** A sentence that says what to do, if the database has refused. */
    public static Optional<String> sentence(Throwable thrown) {
        return Stream.iterate(thrown, one -> one != null, Throwable::getCause)
                .limit(MAX_DEPTH)
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .filter(refused -> SENTENCES.containsKey(String.valueOf(refused.getSQLState())))
                .map(refused -> SENTENCES.get(refused.getSQLState()).formatted(describe(refused)))
                .findFirst();
    }

    /** The reason alone, in one line. */
    static String describe(Exception problem) {
        String message = problem.getMessage() == null ? problem.toString() : problem.getMessage();
        if (problem instanceof AccessDeniedException) {
            return "permission denied: " + message;
        }
        if (problem instanceof FileAlreadyExistsException || problem instanceof NotDirectoryException) {
            return "this is a file, not a folder: " + message;
        }
        if (problem instanceof FileSystemException file && file.getReason() == null) {
            return "there is no " + message;
        }
        if (problem.getCause() instanceof UnknownHostException host) {
            return "unknown host " + host.getMessage();
        }
        // In one line, without the place in the server's source.
        return message.replaceAll("(?s)\\s*(Location: File: |Server SQLState: ).*", "")
                .strip()
                .replaceAll("\\s*\\R\\s*", " ");
    }
}
