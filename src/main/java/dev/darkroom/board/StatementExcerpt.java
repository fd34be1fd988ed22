package dev.darkroom.board;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement of a move, split at the clause that decides whether it moves the job: {@code UPDATE job … WHERE … lease_token =
 * :token}.
 */
public record StatementExcerpt(String verb, String where, String before, String clause, String after) {

    private static final Pattern CLAUSE = Pattern.compile(
            """
            ON CONFLICT [^)]*\\) DO NOTHING\
            |leased_until < now\\(\\)\
            |lease_token = (?:CAST\\(:token AS uuid\\)|ANY \\(CAST\\(:tokens AS uuid\\[]\\)\\)|token)\
            |state IN \\('QUEUED', 'RUNNING'\\)\
            |CASE state WHEN 'DEAD' THEN retryable END""");

    private static final Pattern PICK = Pattern.compile("FOR UPDATE SKIP LOCKED");

    /** Returns null for no statement. */
    static StatementExcerpt of(String statement) {
        if (statement == null) {
            return null;
        }
        Matcher found = CLAUSE.matcher(statement);
        if (!found.find()) {
            found.usePattern(PICK).reset();
            if (!found.find()) {
                throw new IllegalArgumentException("no clause decides: " + statement);
            }
        }
        String clause = found.group();
        String verb = statement.contains("INSERT INTO job ") ? "INSERT INTO job" : "UPDATE job";
        String where = clause.matches("(ON|FOR) .*") ? "" : clause.endsWith("= token") ? "ON … " : "WHERE … ";
        return new StatementExcerpt(
                verb, where, statement.substring(0, found.start()), clause, statement.substring(found.end()));
    }

    /** The clause without the casts of its parameters. */
    public String shortClause() {
        return clause.replaceAll("CAST\\((:\\w+) AS \\w+(?:\\[])?\\)", "$1")
                .replace("ON CONFLICT (kind, key) DO", "ON CONFLICT … DO");
    }
}
