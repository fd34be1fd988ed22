package dev.darkroom.board;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A statement of a move, split at the clause that decides whether it moves the job: {@code UPDATE job … WHERE lease_token =
 * :token}.
 */
public record StatementExcerpt(String verb, String before, String clause, String after) {

    /** The first one that occurs decides. */
    private static final List<Pattern> CLAUSES = Stream.of(
                    "leased_until < now\\(\\)",
                    "ON CONFLICT \\(\\w+, \\w+\\) DO NOTHING",
                    "state = 'QUEUED'(?= THEN)",
                    "handed_over_at = :at",
                    "lease_token = (?:CAST\\(:token AS uuid\\)|ANY \\(CAST\\(:tokens AS uuid\\[]\\)\\)|token\\b)",
                    "CASE state WHEN 'DEAD' THEN retryable END",
                    "state IN \\('QUEUED', 'RUNNING'\\)",
                    "FOR UPDATE SKIP LOCKED")
            .map(Pattern::compile)
            .toList();

    /** Returns null for no statement. */
    static StatementExcerpt of(String statement) {
        return statement == null
                ? null
                : CLAUSES.stream()
                        .map(clause -> clause.matcher(statement))
                        .filter(Matcher::find)
                        .findFirst()
                        .map(found -> of(statement, found))
                        .orElseThrow(() -> new IllegalArgumentException("no clause decides: " + statement));
    }

    private static StatementExcerpt of(String statement, MatchResult found) {
        return new StatementExcerpt(
                statement.contains("INSERT INTO job ") ? "INSERT INTO job" : "UPDATE job",
                statement.substring(0, found.start()),
                found.group(),
                statement.substring(found.end()));
    }

    /** The clause in short: with its keyword, without its columns and the casts of its parameters. */
    public String shortClause() {
        String plain =
                clause.replaceAll("CAST\\((:\\w+) AS \\w+(?:\\[])?\\)", "$1").replace(" (kind, key) ", "…");
        return plain.matches("(ON|FOR) .*") ? plain : (clause.endsWith("= token") ? "ON " : "WHERE ") + plain;
    }
}
