package dev.darkroom.billing;

import dev.darkroom.jobs.Failure;
import dev.darkroom.jobs.JobHandler.End;
import dev.darkroom.jobs.JobKind;
import dev.darkroom.jobs.Jobs.Acceptance;
import dev.darkroom.status.TrackedRecord;
import dev.darkroom.status.WorkState;
import jakarta.persistence.Entity;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;

/** An intent to pay and its outcome. Its id is the {@link PaymentAttemptId}. */
@Entity
@DynamicUpdate
public class Charge extends TrackedRecord {

    UUID ownerId;
    String intentKey;

    /** In cents. */
    int amount;

    /** How often the intent was submitted. */
    int presses = 1;

    String receipt;

    /** Whether the gateway may have charged. */
    boolean outcomeUnknown;

    protected Charge() {}

    Charge(PaymentAttemptId attempt, UUID ownerId, String intentKey, int amount, Acceptance acceptance) {
        super(attempt.value(), new WorkState(acceptance, 1));
        this.ownerId = ownerId;
        this.intentKey = intentKey;
        this.amount = amount;
    }

    /** The second of two concurrent calls waits for the first one's commit. The lock ends with the transaction. */
    static void lockIntent(UUID owner, String intentKey) {
        getEntityManager()
                .createNativeQuery("SELECT 1 FROM pg_advisory_xact_lock(hashtextextended(:intent, 0))")
                .setParameter("intent", owner + " " + intentKey)
                .getSingleResult();
    }

    static Optional<Charge> findByIntent(UUID owner, String intentKey) {
        return find("ownerId = ?1 and intentKey = ?2", owner, intentKey).firstResultOptional();
    }

    public static Optional<Charge> findOwned(UUID id, UUID owner) {
        return find("id = ?1 and ownerId = ?2", id, owner).firstResultOptional();
    }

    /** Finds the charge, and locks it: its run, a void and the check of lost charges may end it at the same time. */
    static Optional<Charge> lock(UUID id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE);
    }

    static List<Charge> findLatest(UUID owner, int limit) {
        return find("ownerId = ?1 order by work.acceptedAt desc", owner)
                .page(0, limit)
                .list();
    }

    public String page() {
        return "/charges/" + id;
    }

    public PaymentAttemptId attempt() {
        return new PaymentAttemptId(id);
    }

    public MakeCharge job() {
        return new MakeCharge(attempt(), amount, ownerId);
    }

    /** A repeated submission, perhaps by a press that wanted to pay another amount. */
    Charge pressAgain() {
        presses++;
        return this;
    }

    void markCharged(String receipt) {
        this.receipt = receipt;
        this.outcomeUnknown = false;
    }

    /** A run has ended without proof. A job runs again; without a job, the charge is lost until the gateway is asked. */
    void markUnproven(Failure failure) {
        outcomeUnknown = true;
        work.recordError("outcome unknown: " + failure.reason());
    }

    /** Fails the charge, but only on proof. Changes nothing if the charge has ended. */
    void markFailed(Failure failure, End end) {
        if (!work.is(WorkState.Status.PROCESSING)) {
            return;
        }
        if (failure.permanent()) {
            outcomeUnknown = false;
            work.fail(failure, end);
        } else {
            markUnproven(failure);
        }
    }

    @Override
    public JobKind<?> kind() {
        return MakeCharge.KIND;
    }

    @Override
    public String statusPath() {
        return page() + "/status";
    }

    @Override
    public boolean outcomeUnknown() {
        return outcomeUnknown;
    }

    @Override
    public int presses() {
        return presses;
    }

    @Override
    public String title() {
        return "A charge of " + EuroAmount.text(amount);
    }

    @Override
    public Map<String, String> links() {
        return Map.of("charge", page());
    }
}
