package dev.darkroom.billing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.status.StatusView;
import java.time.Instant;
import java.util.Collections;
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
                    complete   | done     | 2 | false | receipt-1 | charged  | 1 | We had no proof at first; we looked again, and it is still one charge.
                    complete   | done     | 3 | false | receipt-1 | charged  | 3 | We asked 3 times, and it is still one charge.
                    complete   | done     | 1 | false | receipt-1 |          | 0 | We have a receipt; the company shows no books now.
                    processing | running  | 1 | false |           |          | 0 | Not heard of yet: the company takes a moment.
                    processing | retrying | 1 | true  |           | pending  | 1 | Nothing charged in the company's books yet; we go on asking.
                    processing | retrying | 1 | true  |           | charged  | 1 | The company has charged; we do not know it yet.
                    processing | retrying | 1 | true  |           | voided   | 1 | The company has refused; we do not know it yet.
                    processing | lost     | 1 | true  |           | charged  | 1 | The company has charged; our record does not know it, and nobody asks any more.
                    processing | lost     | 0 | true  |           |          | 0 | Nothing in the company's books yet, and nobody asks any more.
                    failed     | dead     | 1 | true  |           | charged  | 1 | The company has charged; our record does not know it, and nobody asks any more.
                    failed     | dead     | 1 | false | receipt-1 | charged  | 1 | The company has charged; our record has the receipt, and still says failed.
                    failed     | dead     | 1 | false |           | declined | 1 | Both agree: nothing was charged.
                    failed     | dead     | 1 | false |           |          | 0 | Our record says: nothing was charged.
                    """,
            quoteCharacter = '"')
    void the_two_books_are_compared_in_a_sentence(
            String status,
            String phase,
            int attempt,
            boolean unknown,
            String receipt,
            String theirs,
            int deliveries,
            String sentence) {
        ChargeCard charge = charge(status, phase, attempt, unknown, receipt);
        CompanyLedger ledger =
                CompanyLedger.of(theirs == null ? List.of() : List.of(line(theirs, deliveries, "receipt-1")));

        assertThat(Reconciliation.of(charge, ledger)).isEqualTo(sentence);
    }

    @Test
    void a_double_charge_is_counted_and_summed() {
        ChargeCard charge = charge("complete", "done", 2, false, "receipt-2");
        CompanyLedger twice =
                CompanyLedger.of(List.of(line("charged", 1, "receipt-1"), line("charged", 1, "receipt-2")));
        CompanyLedger thrice = CompanyLedger.of(Collections.nCopies(3, line("charged", 1, "receipt-1")));

        assertThat(Reconciliation.of(charge, twice)).isEqualTo("Charged twice: 14.14 EUR for one press");
        assertThat(Reconciliation.of(charge, thrice)).isEqualTo("Charged 3 times: 21.21 EUR for one press");
    }

    private static ChargeCard charge(String status, String phase, int attempt, boolean unknown, String receipt) {
        StatusView view = new StatusView(
                UUID.randomUUID(),
                status,
                phase,
                "durable",
                attempt,
                null,
                null,
                null,
                new StatusView.Progress(null, 0, 1),
                null,
                Instant.EPOCH,
                null,
                null,
                null,
                Map.of());
        return new ChargeCard(view.id(), 707, EuroAmount.text(707), view, unknown, unknown, receipt);
    }

    private static Map<String, Object> line(String status, int deliveries, String receipt) {
        return Map.of("key", "key", "amount", 707, "status", status, "deliveries", deliveries, "receipt", receipt);
    }
}
