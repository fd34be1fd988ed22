package dev.darkroom.billing;

import dev.darkroom.billing.PaymentGateway.LedgerEntry;
import java.util.List;
import java.util.stream.Stream;

/** Our records of some payments, joined with the gateway's ledger by payment attempt id, and the totals of both. */
public record JoinedLedger(List<Reconciliation> rows) {

    /** @param ledger null if the gateway did not answer */
    static JoinedLedger of(List<ChargeCard> charges, List<LedgerEntry> ledger) {
        return new JoinedLedger(charges.stream()
                .map(charge -> new Reconciliation(charge, ledger == null ? null : entriesOf(charge, ledger)))
                .toList());
    }

    private static List<LedgerEntry> entriesOf(ChargeCard charge, List<LedgerEntry> ledger) {
        PaymentAttemptId attempt = new PaymentAttemptId(charge.id());
        return ledger.stream().filter(entry -> entry.isOf(attempt)).toList();
    }

    public boolean moving() {
        return rows.stream().anyMatch(row -> row.charge().status().moving());
    }

    public String ourTotal() {
        return EuroAmount.text(complete().mapToInt(ChargeCard::amount).sum());
    }

    public long ourCount() {
        return complete().count();
    }

    public String gatewayTotal() {
        return EuroAmount.text(rows.stream().mapToInt(Reconciliation::total).sum());
    }

    public int gatewayCount() {
        return rows.stream().mapToInt(Reconciliation::charges).sum();
    }

    public String joint() {
        if (rows.stream().anyMatch(row -> row.joint().equals(Reconciliation.DIFFERS))) {
            return Reconciliation.DIFFERS;
        }
        boolean known = rows.stream().noneMatch(row -> row.joint().equals(Reconciliation.UNKNOWN));
        return known ? Reconciliation.AGREES : Reconciliation.UNKNOWN;
    }

    public String verdict() {
        List<Reconciliation> twice =
                rows.stream().filter(Reconciliation::chargedTwice).toList();
        if (!twice.isEmpty()) {
            return twice.size() == 1
                    ? "one payment charged " + twice.get(0).chargedTimes()
                    : twice.size() + " payments charged more than once";
        }
        return joint().equals(Reconciliation.AGREES) ? "nobody paid twice" : "";
    }

    private Stream<ChargeCard> complete() {
        return rows.stream().map(Reconciliation::charge).filter(charge -> charge.status()
                .complete());
    }
}
