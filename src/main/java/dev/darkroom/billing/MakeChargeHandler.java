package dev.darkroom.billing;

import dev.darkroom.jobs.Failure;
import dev.darkroom.jobs.JobContext;
import dev.darkroom.jobs.JobKind;
import dev.darkroom.status.TrackedRecordHandler;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Charges once, however often it runs: it looks first, sends the key, and believes only proof. */
@ApplicationScoped
class MakeChargeHandler implements TrackedRecordHandler<MakeCharge, String> {

    private final PaymentGateway gateway;

    MakeChargeHandler(PaymentGateway gateway) {
        this.gateway = gateway;
    }

    @Override
    public JobKind<MakeCharge> kind() {
        return MakeCharge.KIND;
    }

    @Override
    public Optional<Charge> record(UUID id) {
        return Charge.findByIdOptional(id);
    }

    /** @return the company's receipt */
    @Override
    public String perform(MakeCharge job, JobContext run) {
        return gateway.find(job.attempt()).orElseGet(() -> gateway.charge(job.attempt(), job.amount()));
    }

    @Override
    public void succeeded(String key, String receipt, Instant at) {
        charge(key).ifPresent(charge -> charge.charged(receipt));
        TrackedRecordHandler.super.succeeded(key, receipt, at);
    }

    @Override
    public void retrying(String key, Failure failure) {
        charge(key).ifPresent(charge -> charge.retrying(failure));
    }

    @Override
    public void failed(String key, Failure failure, Instant at) {
        charge(key).ifPresent(charge -> charge.fail(failure, at));
    }

    private Optional<Charge> charge(String key) {
        return record(UUID.fromString(key));
    }
}
