package dev.darkroom.processes;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The invariants that hold after any faults, as one query over the application's tables and the evidence. */
record Invariants(TestDatabase database) {

    /** A row that was observed from outside the application. */
    record Evidence(String table, Object... values) {

        private String insert() {
            return Stream.of(values)
                    .map(value -> value == null ? "NULL" : "'" + value + "'")
                    .collect(Collectors.joining(", ", "INSERT INTO torture." + table + " VALUES (", ")"));
        }
    }

    /** Triggers record each change of a state or status, in the change's own transaction. */
    private static final String EVIDENCE =
            """
            CREATE SCHEMA torture;
            CREATE TABLE torture.mail (email text, accepted boolean);
            CREATE TABLE torture.photo (id text, readable boolean);
            CREATE TABLE torture.payment (intent text, amount int, charge text);
            CREATE TABLE torture.ledger (key text, amount int, status text);
            CREATE TABLE torture.received (email text, message_id text);
            CREATE TABLE torture.file (photo text, name text, damaged boolean);
            CREATE TABLE torture.killed (pid text);
            CREATE TABLE torture.change (
              what text, id text, key text, before text, after text, token text, worker text);

            CREATE FUNCTION torture.record() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
              before jsonb := to_jsonb(OLD);
              after jsonb := to_jsonb(NEW);
            BEGIN
              IF before->>TG_ARGV[0] IS DISTINCT FROM after->>TG_ARGV[0]
                 OR before->>'lease_token' IS DISTINCT FROM after->>'lease_token' THEN
                INSERT INTO torture.change VALUES (
                  TG_TABLE_NAME, coalesce(after, before)->>'id', coalesce(after, before)->>'key',
                  before->>TG_ARGV[0], after->>TG_ARGV[0], after->>'lease_token', after->>'worker');
              END IF;
              RETURN NULL;
            END $$;

            CREATE TRIGGER record AFTER INSERT OR UPDATE OR DELETE ON job
              FOR EACH ROW EXECUTE FUNCTION torture.record('state');
            CREATE TRIGGER record AFTER INSERT OR UPDATE OR DELETE ON photo
              FOR EACH ROW EXECUTE FUNCTION torture.record('status');
            CREATE TRIGGER record AFTER INSERT OR UPDATE OR DELETE ON charge
              FOR EACH ROW EXECUTE FUNCTION torture.record('status');
            CREATE TRIGGER record AFTER INSERT OR UPDATE OR DELETE ON welcome_mail
              FOR EACH ROW EXECUTE FUNCTION torture.record('status');

            CREATE VIEW torture.run AS
              SELECT key, token, split_part(split_part(worker, ' ', 2), '-', 1) AS pid
                FROM torture.change WHERE what = 'job' AND after = 'RUNNING';
            CREATE VIEW torture.result AS
              SELECT m.id::text, m.status, true AS feasible FROM welcome_mail m
              UNION ALL
              SELECT p.id::text, p.status, o.readable FROM photo p LEFT JOIN torture.photo o ON o.id = p.id::text
              UNION ALL
              SELECT id::text, status, amount <> 1313 FROM charge;
            CREATE VIEW torture.welcome AS
              SELECT m.id::text, m.status, a.email, '<welcome-' || m.id || '@darkroom.invalid>' AS message_id,
                     (SELECT count(*) FROM torture.received r WHERE r.email = a.email) AS mails,
                     (SELECT count(*) FROM torture.run r WHERE r.key = m.id::text) AS runs
                FROM welcome_mail m JOIN account a ON a.id = m.recipient_id;
            """;

    private static final String FAILING_SETTLEMENTS =
            """
            CREATE FUNCTION torture.fail() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              RAISE 'thrown by a test';
            END $$;
            CREATE TRIGGER fail BEFORE UPDATE ON welcome_mail FOR EACH ROW
              WHEN (NEW.status = 'COMPLETE' AND random() < 0.05) EXECUTE FUNCTION torture.fail();
            CREATE TRIGGER fail BEFORE UPDATE ON charge FOR EACH ROW
              WHEN (NEW.status = 'COMPLETE' AND random() < 0.05) EXECUTE FUNCTION torture.fail();
            """;

    private static final String SUMMARY =
            """
            SELECT 'accepted ' || (SELECT count(*) FROM torture.mail WHERE accepted)
                               + (SELECT count(*) FROM torture.photo)
                               + (SELECT count(DISTINCT charge) FROM torture.payment)
                   || ', completed ' || (SELECT count(*) FROM torture.result WHERE status = 'COMPLETE')
                   || ' and failed ' || (SELECT count(*) FROM torture.result WHERE status = 'FAILED')
                   || ' in ' || (SELECT count(*) FROM torture.run) || ' runs; effects: '
                   || (SELECT count(DISTINCT message_id) || ' mails, ' || count(*) - count(DISTINCT message_id)
                              || ' of them again' FROM torture.received)
                   || (SELECT ', ' || count(*) || ' charges' FROM torture.ledger WHERE status = 'charged')
                   || (SELECT ', ' || count(*) || ' renditions' FROM torture.file WHERE name LIKE '%.jpg')
            """;

    private static final String VIOLATIONS =
            """
            SELECT 'lost: the mail to ' || email AS violation FROM torture.mail
             WHERE accepted AND email NOT IN (SELECT email FROM torture.welcome)
            UNION ALL
            SELECT 'lost: photo ' || id FROM torture.photo WHERE id NOT IN (SELECT id::text FROM photo)
            UNION ALL
            SELECT 'lost: charge ' || charge FROM torture.payment
             WHERE charge IS NOT NULL AND charge NOT IN (SELECT id::text FROM charge)
            UNION ALL
            SELECT what || ' ' || id || ' was ' || before || ' and then ' || coalesce(after, 'gone') FROM torture.change
             WHERE before NOT IN ('QUEUED', 'RUNNING', 'PROCESSING') OR (before IS NOT NULL AND after IS NULL)
            UNION ALL
            SELECT 'the job of ' || coalesce(j.key, r.id) || ' is ' || coalesce(state, 'gone') || ', and its record '
                   || coalesce(status, 'gone')
              FROM job j FULL JOIN torture.result r ON j.key = r.id
             WHERE (state, status) IS DISTINCT FROM ('COMPLETE', 'COMPLETE')
               AND (state, status) IS DISTINCT FROM ('DEAD', 'FAILED')
            UNION ALL
            SELECT id || ' died without a run' FROM (
                     SELECT id, status, started_at FROM welcome_mail
                     UNION ALL SELECT id, status, started_at FROM photo
                     UNION ALL SELECT id, status, started_at FROM charge) AS work
             WHERE status = 'FAILED' AND started_at IS NULL
            UNION ALL
            SELECT id || ' cannot succeed, and is ' || status FROM torture.result
             WHERE NOT feasible AND status <> 'FAILED'
            UNION ALL
            SELECT 'only ' || round(100 * avg((status = 'COMPLETE')::int), 1) || ' % of the feasible work succeeded'
              FROM torture.result WHERE feasible HAVING coalesce(avg((status = 'COMPLETE')::int), 0) < 0.95
            UNION ALL
            SELECT mails || ' mails for ' || runs || ' runs of ' || id || ', which is ' || status FROM torture.welcome
             WHERE mails > runs OR (status = 'COMPLETE' AND mails = 0)
            UNION ALL
            SELECT r.message_id || ' came to ' || r.email FROM torture.received r LEFT JOIN torture.welcome w USING (email)
             WHERE r.message_id IS DISTINCT FROM w.message_id
            UNION ALL
            SELECT amount || ' was charged ' || count(*) || ' times' FROM torture.ledger
             WHERE amount >= 2000 GROUP BY amount HAVING count(*) > 1
            UNION ALL
            SELECT 'intent ' || intent || ' became ' || count(DISTINCT charge) || ' charges' FROM torture.payment
             GROUP BY intent HAVING count(DISTINCT charge) > 1
            UNION ALL
            SELECT 'charge ' || p.charge || ' of ' || p.amount || ' was accepted and not charged'
              FROM torture.payment p LEFT JOIN torture.ledger l ON l.key = p.charge
             WHERE p.charge IS NOT NULL AND p.amount <> 1313
               AND (l.status, l.amount) IS DISTINCT FROM ('charged', p.amount)
            UNION ALL
            SELECT 'charge ' || coalesce(c.id::text, key) || ' is ' || coalesce(c.status, 'gone') || ', and in the ledger '
                   || coalesce(l.status, 'gone')
              FROM charge c FULL JOIN torture.ledger l ON key = c.id::text
             WHERE (c.status, l.status) IS DISTINCT FROM ('COMPLETE', 'charged')
               AND (c.status, l.status) IS DISTINCT FROM ('FAILED', 'declined')
            UNION ALL
            SELECT 'file ' || photo || '/' || name || ' is damaged' FROM torture.file WHERE damaged
            UNION ALL
            SELECT 'photo ' || p.id || ' is ' || p.status || ' with ' || count(f.name) || ' renditions'
              FROM photo p LEFT JOIN torture.file f ON f.photo = p.id::text AND f.name LIKE '%.jpg'
             WHERE p.status = 'COMPLETE' GROUP BY p.id HAVING count(f.name) <> 3
            UNION ALL
            SELECT 'photo ' || id || ' has no original' FROM photo
             WHERE id::text NOT IN (SELECT photo FROM torture.file WHERE name = 'original')
            UNION ALL
            SELECT name || ' was left by a process that was not killed' FROM torture.file
             WHERE name LIKE '%.part' AND NOT EXISTS (
                     SELECT FROM torture.run JOIN torture.killed USING (pid) WHERE name LIKE '%.' || token || '.part')
            """;

    void watchStates() {
        database.execute(EVIDENCE);
    }

    /** Some transactions that complete a mail or a charge fail at random. */
    void failSomeSettlements() {
        database.execute(FAILING_SETTLEMENTS);
    }

    /** The numbers of accepted and done work, in one line. */
    String summary() {
        return database.text(SUMMARY);
    }

    void load(Collection<Evidence> evidence) {
        database.execute(evidence.stream().map(Evidence::insert).collect(Collectors.joining(";\n")));
    }

    List<String> violations() {
        return database.rows(VIOLATIONS).stream()
                .map(row -> row.get("violation"))
                .toList();
    }
}
