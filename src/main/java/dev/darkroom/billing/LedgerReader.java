package dev.darkroom.billing;

import dev.darkroom.status.StatusReader;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Reads charges as the pages show them, and joins them with the gateway's ledger. */
@ApplicationScoped
class LedgerReader {

    private final StatusReader statuses;
    private final PaymentGateway gateway;
    private final List<ChargeRepeats.Source> repeats;

    LedgerReader(StatusReader statuses, PaymentGateway gateway, @All List<ChargeRepeats.Source> repeats) {
        this.statuses = statuses;
        this.gateway = gateway;
        this.repeats = repeats;
    }

    List<ChargeCard> cards(List<Charge> charges) {
        return statuses.read(charges, ChargeCard::of);
    }

    ChargeCard card(Charge charge) {
        return cards(List.of(charge)).get(0);
    }

    JoinedLedger join(List<ChargeCard> charges) {
        return JoinedLedger.of(charges, ledger(charges));
    }

    /** The runs of a charge's job. */
    ChargeRuns runs(Charge charge, Reconciliation payment) {
        ChargeRepeats further = payment.ledger() == null
                ? null
                : repeats.stream()
                        .flatMap(source -> source.of(charge, payment.ledger()).stream())
                        .findFirst()
                        .orElse(null);
        return new ChargeRuns(payment, further);
    }

    private List<PaymentGateway.LedgerEntry> ledger(List<ChargeCard> charges) {
        try {
            return gateway.ledger(charges.stream()
                    .map(charge -> new PaymentAttemptId(charge.id()))
                    .toList());
        } catch (PaymentGateway.GatewayUnavailable e) {
            return null;
        }
    }
}
