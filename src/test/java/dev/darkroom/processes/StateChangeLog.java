package dev.darkroom.processes;

import dev.darkroom.processes.TestDatabase.Row;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Triggers of the test's own, which write down each change of a state or status, whoever makes it and whatever it says. */
record StateChangeLog(TestDatabase database) {

    private static final String INSTALL =
            """
            CREATE TABLE seen (
              id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, what text, row_id text, key text,
              before text, after text, token text, worker text, attempt text, error text);

            CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
              before jsonb := to_jsonb(OLD);
              after jsonb := to_jsonb(NEW);
              whole jsonb := coalesce(after, before);
            BEGIN
              IF before->>TG_ARGV[0] IS DISTINCT FROM after->>TG_ARGV[0]
                 OR before->>'lease_token' IS DISTINCT FROM after->>'lease_token' THEN
                INSERT INTO seen (what, row_id, key, before, after, token, worker, attempt, error)
                VALUES (TG_TABLE_NAME, whole->>'id', whole->>'key', before->>TG_ARGV[0], after->>TG_ARGV[0],
                        coalesce(after->>'lease_token', before->>'lease_token'),
                        coalesce(after->>'worker', before->>'worker'), whole->>'attempt', whole->>'last_error');
              END IF;
              RETURN NULL;
            END $$;
            """;

    private static final String WATCH =
            """
            CREATE TRIGGER see AFTER INSERT OR UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION see('%s');
            """;

    void install() {
        database.execute(INSTALL
                + WATCH.formatted("job", "state")
                + WATCH.formatted("photo", "status")
                + WATCH.formatted("charge", "status")
                + WATCH.formatted("welcome_mail", "status"));
    }

    /** What was over and then was not, or was gone: nobody has asked for that here. */
    List<Row> resurrections() {
        return database.of(
                """
                SELECT what, row_id, before, coalesce(after, 'nothing') AS after FROM seen
                 WHERE before NOT IN ('QUEUED', 'RUNNING', 'PROCESSING') OR (before IS NOT NULL AND after IS NULL)
                """);
    }

    /** How often the work on each record was begun, by the record's id. */
    Map<String, Integer> runs() {
        return database
                .of("SELECT key, count(*) FROM seen WHERE what = 'job' AND after = 'RUNNING' GROUP BY key")
                .stream()
                .collect(Collectors.toMap(row -> row.text("key"), row -> row.number("count")));
    }

    /** Who had which lease, by its token. */
    Map<String, Row> leases() {
        return database.of("SELECT token, worker, key FROM seen WHERE what = 'job' AND after = 'RUNNING'").stream()
                .collect(Collectors.toMap(row -> row.text("token"), Function.identity()));
    }

    /** The runs that were taken from their worker because their lease had run out. */
    List<Row> rescues() {
        return database.of(
                """
                SELECT ended.worker FROM seen ended JOIN seen begun ON begun.token = ended.token AND begun.after = 'RUNNING'
                 WHERE ended.what = 'job' AND ended.before = 'RUNNING' AND ended.after IN ('QUEUED', 'DEAD')
                   AND ended.attempt = begun.attempt AND ended.error LIKE 'the worker died%'
                """);
    }

    /** "process 4711-ab12": as the accused calls itself. */
    static long pid(String worker) {
        return Long.parseLong(worker.split(" ")[1].split("-")[0]);
    }
}
