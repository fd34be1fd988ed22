package dev.darkroom.billing;

import dev.darkroom.jobs.Jobs;
import dev.darkroom.jobs.ProcessRun;
import dev.darkroom.status.WorkState.Status;
import dev.darkroom.web.CurrentVisitor.GuestExpired;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.UUID;

/** Turns an intent to pay into one charge, and hands that on. */
@ApplicationScoped
class Checkout {

    private final Jobs jobs;
    private final PaymentGateway gateway;
    private final ProcessRun process;
    private final EntityManager database;

    Checkout(Jobs jobs, PaymentGateway gateway, ProcessRun process, EntityManager database) {
        this.jobs = jobs;
        this.gateway = gateway;
        this.process = process;
        this.database = database;
    }

    /**
     * The same intent gives the same charge, however often it is asked for, and also at the same time.
     *
     * @param intentKey made when the form was rendered, or by the program that calls
     * @param amount in cents
     * @throws OutcomeUnknown if it is a new one, and nobody knows what became of an earlier one
     */
    @Transactional
    Charge pay(UUID user, String intentKey, int amount) {
        oneAtATime(user, intentKey);
        return Charge.of(user, intentKey).orElseGet(() -> {
            if (Charge.isAnyOutcomeUnknown(user)) {
                throw new OutcomeUnknown();
            }
            Charge charge = new Charge(PaymentAttemptId.make(), user, intentKey, amount, jobs.acceptance());
            charge.persist();
            jobs.submit(MakeCharge.KIND, MakeCharge.of(charge));
            return charge;
        });
    }

    /**
     * Has the company close the key, and then gives the charge up. No transaction is open while the company is asked.
     *
     * @throws AlreadyCharged if the company had charged it
     */
    Charge close(Charge charge) {
        if (!gateway.close(charge.attempt())) {
            noteCharged(charge);
            throw new AlreadyCharged();
        }
        return QuarkusTransaction.requiringNew().call(() -> {
            jobs.cancel(MakeCharge.KIND, charge.attempt().toString());
            Charge now = Charge.findById(charge.id);
            now.voided(process.now());
            return now;
        });
    }

    /** Whoever has a charge that is open is not forgotten yet: its row still refers to them. */
    void forgetSettledOf(@Observes GuestExpired visitor) {
        Charge.deleteSettledOf(visitor.id());
    }

    /** Only where no job will do it: a durable charge finds out by itself. */
    private void noteCharged(Charge charge) {
        Optional<String> receipt = gateway.find(charge.attempt());
        QuarkusTransaction.requiringNew().run(() -> {
            Charge now = Charge.findById(charge.id);
            receipt.filter(found -> now.outcomeUnknown && !isPending(now)).ifPresent(now::chargedBehindOurBack);
        });
    }

    private static boolean isPending(Charge charge) {
        return charge.work().is(Status.PROCESSING);
    }

    /** Who comes second waits for the first one's commit, and then finds what it wrote. A crash frees the lock. */
    private void oneAtATime(UUID user, String intentKey) {
        database.createNativeQuery("SELECT 1 FROM pg_advisory_xact_lock(hashtextextended(:intent, 0))")
                .setParameter("intent", user + " " + intentKey)
                .getSingleResult();
    }
}
