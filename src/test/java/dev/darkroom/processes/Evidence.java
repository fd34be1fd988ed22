package dev.darkroom.processes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.processes.TestDatabase.Row;
import java.util.List;
import java.util.Map;

/** All that was written down by the end: by the accused, by the witness, and by the payment company. */
record Evidence(
        List<Row> mails,
        List<Row> photos,
        List<Row> charges,
        List<Row> jobs,
        List<Row> resurrections,
        Map<String, Integer> runs,
        Map<String, Row> leases,
        List<JsonNode> ledger) {

    static Evidence read(TestDatabase database, Ledger ledger) {
        StateChangeLog witness = new StateChangeLog(database);
        return new Evidence(
                database.of("SELECT m.id, a.email, m.status, m.error FROM welcome_mail m JOIN account a"
                        + " ON a.id = m.recipient_id"),
                database.of("SELECT id, status, error FROM photo"),
                database.of("SELECT id, intent_key, amount, status, error FROM charge"),
                database.of("SELECT key, state, attempt, releases, deliveries FROM job"),
                witness.resurrections(),
                witness.runs(),
                witness.leases(),
                ledger.lines());
    }
}
