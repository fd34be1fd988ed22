package dev.darkroom.billing;

import dev.darkroom.jobs.JobKind;
import dev.darkroom.status.RecordSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Finds charges for the status endpoints, and counts those in the gateway's ledger. */
@ApplicationScoped
class ChargeSource implements RecordSource {

    private final PaymentGateway gateway;

    ChargeSource(PaymentGateway gateway) {
        this.gateway = gateway;
    }

    @Override
    public String type() {
        return "charges";
    }

    @Override
    public JobKind<?> kind() {
        return MakeCharge.KIND;
    }

    @Override
    public List<Charge> find(Collection<UUID> ids, UUID owner) {
        return Charge.list("id in ?1 and ownerId = ?2", ids, owner);
    }

    @Override
    public Optional<Effects> effects(UUID id) {
        long charges = gateway.ledger(new PaymentAttemptId(id)).stream()
                .filter(PaymentGateway.LedgerEntry::charged)
                .count();
        return Optional.of(new Effects((int) charges, 1, "charges in the gateway's ledger"));
    }
}
