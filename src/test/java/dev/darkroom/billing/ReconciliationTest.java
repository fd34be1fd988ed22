package dev.darkroom.billing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.billing.PaymentGateway.LedgerEntry;
import dev.darkroom.status.StatusView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReconciliationTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    complete   | done     | 1 | false | receipt-1 | charged  | 1 | Both agree: charged once.
                    complete   | done     | 2 | false | receipt-1 | charged  | 1 | The first attempt ended without proof. We asked the gateway again: charged once.
                    complete   | done     | 3 | false | receipt-1 | charged  | 3 | We asked the gateway 3 times, and it charged once.
                    complete   | done     | 1 | false | receipt-1 |          | 0 | We have a receipt, but the gateway's ledger has no charge.
                    processing | running  | 1 | false |           |          | 0 | No answer from the gateway yet.
                    processing | retrying | 1 | true  |           | pending  | 1 | No charge in the gateway's ledger so far. We will ask again.
                    processing | retrying | 1 | true  |           | charged  | 1 | The gateway has charged. Our record will follow.
                    processing | retrying | 1 | true  |           | voided   | 1 | The gateway has refused. Our record will follow.
                    processing | lost     | 1 | true  |           | charged  | 1 | The gateway has charged. Our record will follow.
                    processing | lost     | 1 | true  |           | declined | 1 | The gateway has refused. Our record will follow.
                    processing | lost     | 0 | true  |           |          | 0 | No charge in the gateway's ledger so far. We ask the gateway each minute.
                    failed     | dead     | 1 | false |           | charged  | 1 | The gateway has charged, but our record says that nothing was charged.
                    failed     | dead     | 1 | false |           | declined | 1 | Both agree: nothing was charged.
                    failed     | dead     | 1 | false |           |          | 0 | Our record says: nothing was charged.
                    """,
            quoteCharacter = '"')
    void the_record_and_the_ledger_are_compared_in_a_sentence(
            String status,
            String phase,
            int attempt,
            boolean unknown,
            String receipt,
            String inLedger,
            int deliveries,
            String sentence) {
        ChargeCard charge = charge(status, phase, attempt, unknown, receipt);
        List<LedgerEntry> ledger = inLedger == null ? List.of() : List.of(entry(inLedger, deliveries, "receipt-1"));

        assertThat(new Reconciliation(charge, ledger).verdict()).isEqualTo(sentence);
    }

    @ParameterizedTest
    @CsvSource({
        "complete, done, charged, =",
        "complete, done, pending, ≠",
        "failed, dead, declined, =",
        "failed, dead, charged, ≠",
        "processing, running, charged, ?",
        "processing, lost, pending, ?"
    })
    void the_record_and_the_ledger_are_joined_by_a_sign(String status, String phase, String inLedger, String joint) {
        ChargeCard charge = charge(status, phase, 1, false, "receipt-1");
        String receipt = inLedger.equals("charged") ? "receipt-1" : null;

        assertThat(new Reconciliation(charge, List.of(entry(inLedger, 1, receipt))).joint())
                .isEqualTo(joint);
        assertThat(new Reconciliation(charge, null).joint()).as("no answer").isEqualTo("?");
    }

    @Test
    void a_double_charge_is_counted_and_summed() {
        ChargeCard charge = charge("complete", "done", 2, false, "receipt-2");
        List<LedgerEntry> twice = List.of(entry("charged", 1, "receipt-1"), entry("charged", 1, "receipt-2"));

        assertThat(new Reconciliation(charge, twice).verdict()).isEqualTo("Charged twice: 14.14 EUR for one payment");
    }

    private static ChargeCard charge(String status, String phase, int attempt, boolean unknown, String receipt) {
        StatusView view = status(status, phase, attempt);
        return new ChargeCard(view.id(), 707, view, unknown, unknown, receipt, 1);
    }

    static StatusView status(String status, String phase, int attempt) {
        return new StatusView(
                UUID.randomUUID(),
                status,
                phase,
                "durable",
                attempt,
                null,
                null,
                null,
                new StatusView.Progress(null, 0, 1, null, null),
                List.of(),
                null,
                null,
                null,
                null,
                Instant.EPOCH,
                null,
                null,
                null,
                Map.of());
    }

    private static LedgerEntry entry(String status, int deliveries, String receipt) {
        return new LedgerEntry("key", 707, status, deliveries, receipt, Instant.EPOCH);
    }
}
