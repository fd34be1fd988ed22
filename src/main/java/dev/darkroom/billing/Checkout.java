package dev.darkroom.billing;

import dev.darkroom.jobs.DispatchMode;
import dev.darkroom.jobs.Failure;
import dev.darkroom.jobs.JobHandler.End;
import dev.darkroom.jobs.Jobs;
import dev.darkroom.jobs.ProcessRun;
import dev.darkroom.status.StatusReader;
import dev.darkroom.status.WorkState.Status;
import dev.darkroom.web.CurrentVisitor.GuestExpired;
import dev.darkroom.web.HttpRefusal;
import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** Turns an intent to pay into one charge and submits its job, voids a charge, and finds out what became of a lost one. */
@ApplicationScoped
class Checkout {

    private final Jobs jobs;
    private final PaymentGateway gateway;
    private final MakeChargeHandler handler;
    private final StatusReader statuses;
    private final ProcessRun process;

    Checkout(Jobs jobs, PaymentGateway gateway, MakeChargeHandler handler, StatusReader statuses, ProcessRun process) {
        this.jobs = jobs;
        this.gateway = gateway;
        this.handler = handler;
        this.statuses = statuses;
        this.process = process;
    }

    /** A payment or a void that the state of a charge does not allow. */
    static class PaymentRefused extends HttpRefusal {

        PaymentRefused(String message) {
            super(409, message);
        }
    }

    /**
     * Returns the charge of that intent: the same one for every call, even for concurrent ones. A new intent is refused
     * while an earlier charge has an unknown outcome. The amount is in cents.
     */
    @Transactional
    Charge pay(UUID user, String intentKey, int amount) {
        Charge.lockIntent(user, intentKey);
        return Charge.findByIntent(user, intentKey).map(Charge::pressAgain).orElseGet(() -> {
            if (!unknownOutcomes(user).isEmpty()) {
                throw new PaymentRefused(
                        "An earlier payment has an unknown outcome, so no new one is accepted. Wait until it is known,"
                                + " or void it.");
            }
            Charge charge =
                    new Charge(new PaymentAttemptId(UUID.randomUUID()), user, intentKey, amount, jobs.acceptance());
            charge.persistAndFlush();
            jobs.submit(MakeCharge.KIND, charge.job());
            return charge;
        });
    }

    /** The charges that must be known or voided before the user may pay again. */
    List<Charge> unknownOutcomes(UUID user) {
        List<Charge> open = Charge.list("ownerId = ?1 and work.status = ?2", user, Status.PROCESSING);
        List<Charge> lost = statuses.lost(open);
        return open.stream()
                .filter(charge -> charge.outcomeUnknown() || lost.contains(charge))
                .toList();
    }

    /** Voids the charge at the gateway, then in our record; refused if charged. No transaction is open meanwhile. */
    Charge voidCharge(Charge charge) {
        if (!gateway.voidAttempt(charge.attempt())) {
            findOutcome(charge);
            throw new PaymentRefused("The gateway has already charged this payment: it can no longer be voided.");
        }
        return QuarkusTransaction.requiringNew().call(() -> {
            jobs.withdraw(MakeCharge.KIND, charge.attempt().toString());
            Charge current = Charge.lock(charge.id).orElseThrow();
            current.markFailed(Failure.of(new PaymentGateway.PaymentVoided()), new End(process.now(), null));
            return current;
        });
    }

    /** Finds out about charges whose only try has ended without proof. A worker makes no such charges. */
    @Scheduled(every = "1m", delayed = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void findLostOutcomes() {
        if (process.servesPages()) {
            QuarkusTransaction.requiringNew()
                    .call(() -> statuses.lost(Charge.<Charge>list(
                            "work.status = ?1 and work.mode <> ?2", Status.PROCESSING, DispatchMode.DURABLE)))
                    .forEach(this::findOutcome);
        }
    }

    /**
     * Asks the gateway about a charge without a job, and records the outcome as its run does, which may have done so
     * meanwhile. A job asks by itself. Never charges: an attempt that the gateway does not know, or has not decided, proves
     * nothing. No transaction is open while the gateway is asked.
     */
    void findOutcome(Charge charge) {
        if (charge.work().mode() == DispatchMode.DURABLE) {
            return;
        }
        String key = charge.attempt().toString();
        try {
            gateway.find(charge.attempt()).ifPresent(receipt -> record(end -> handler.succeeded(key, receipt, end)));
        } catch (Failure.Permanent refused) {
            record(end -> handler.failed(key, Failure.of(refused), end));
        } catch (PaymentGateway.GatewayUnavailable e) {
            Log.debugf("charge %s stays without proof: %s", key, e.getMessage());
        }
    }

    /** Keeps open and unproven charges: their rows refer to the guest, whose account therefore stays too. */
    void deleteSettled(@Observes GuestExpired guest) {
        Charge.delete("ownerId = ?1 and not outcomeUnknown and work.status <> ?2", guest.id(), Status.PROCESSING);
    }

    private void record(Consumer<End> outcome) {
        QuarkusTransaction.requiringNew().run(() -> outcome.accept(new End(process.now(), null)));
    }
}
