package dev.darkroom.billing;

import dev.darkroom.jobs.Failure;
import dev.darkroom.jobs.JobContext;
import dev.darkroom.jobs.JobKind;
import dev.darkroom.status.RecordSource;
import dev.darkroom.status.RecordSource.Effects;
import dev.darkroom.status.TrackedRecordHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Charges once, however often it runs: it looks for a receipt first, and every request carries the same key. */
@ApplicationScoped
public class MakeChargeHandler implements TrackedRecordHandler<MakeCharge, String> {

    private final PaymentGateway gateway;

    MakeChargeHandler(PaymentGateway gateway) {
        this.gateway = gateway;
    }

    @Produces
    RecordSource charges() {
        return new RecordSource(
                "charges",
                MakeCharge.KIND,
                "made the charge",
                (ids, owner) -> Charge.list("id in ?1 and ownerId = ?2", ids, owner),
                Charge::findLatest,
                this::charged,
                owner -> Optional.empty());
    }

    private Optional<Effects> charged(UUID id) {
        long count = gateway.ledger(List.of(new PaymentAttemptId(id))).stream()
                .filter(PaymentGateway.LedgerEntry::charged)
                .count();
        return Optional.of(new Effects(count, 1, "charges in the gateway's ledger"));
    }

    @Override
    public JobKind<MakeCharge> kind() {
        return MakeCharge.KIND;
    }

    @Override
    public Optional<Charge> record(UUID id) {
        return Charge.lock(id);
    }

    /** Returns the gateway's receipt. */
    @Override
    public String perform(MakeCharge job, JobContext run) {
        return gateway.find(job.attempt()).orElseGet(() -> gateway.charge(job.attempt(), job.amount()));
    }

    @Override
    public void succeeded(String key, String receipt, End end) {
        charge(key).ifPresent(charge -> charge.markCharged(receipt));
        TrackedRecordHandler.super.succeeded(key, receipt, end);
    }

    @Override
    public void retrying(String key, Failure failure) {
        charge(key).ifPresent(charge -> charge.markUnproven(failure));
    }

    @Override
    public void failed(String key, Failure failure, End end) {
        charge(key).ifPresent(charge -> charge.markFailed(failure, end));
    }

    private Optional<Charge> charge(String key) {
        return record(UUID.fromString(key));
    }
}
