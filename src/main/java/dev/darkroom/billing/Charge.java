package dev.darkroom.billing;

import dev.darkroom.jobs.Failure;
import dev.darkroom.jobs.JobKind;
import dev.darkroom.jobs.Jobs.Acceptance;
import dev.darkroom.status.TrackedRecord;
import dev.darkroom.status.WorkState;
import dev.darkroom.status.WorkState.Status;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;

/** An intent to pay, and what became of it. Its id is the {@link PaymentAttemptId}. */
@Entity
@DynamicUpdate
public class Charge extends PanacheEntityBase implements TrackedRecord {

    @Id
    UUID id;

    UUID ownerId;
    String intentKey;

    /** In cents. */
    int amount;

    String receipt;

    /** Asked for, and nobody knows whether it happened. */
    boolean outcomeUnknown;

    @Embedded
    WorkState work;

    protected Charge() {}

    Charge(PaymentAttemptId attempt, UUID ownerId, String intentKey, int amount, Acceptance acceptance) {
        this.id = attempt.value();
        this.ownerId = ownerId;
        this.intentKey = intentKey;
        this.amount = amount;
        this.work = new WorkState(acceptance, 1);
    }

    static Optional<Charge> of(UUID owner, String intentKey) {
        return find("ownerId = ?1 and intentKey = ?2", owner, intentKey).firstResultOptional();
    }

    static Optional<Charge> of(UUID id, UUID owner) {
        return find("id = ?1 and ownerId = ?2", id, owner).firstResultOptional();
    }

    static List<Charge> of(Collection<UUID> ids, UUID owner) {
        return list("id in ?1 and ownerId = ?2", ids, owner);
    }

    static boolean isAnyOutcomeUnknown(UUID owner) {
        return count("ownerId = ?1 and outcomeUnknown", owner) > 0;
    }

    static List<Charge> latestOf(UUID owner, int most) {
        return find("ownerId = ?1 order by work.acceptedAt desc", owner)
                .page(0, most)
                .list();
    }

    /** All but those of which nobody knows yet whether they were charged. */
    static void deleteSettledOf(UUID owner) {
        delete("ownerId = ?1 and not outcomeUnknown and work.status <> ?2", owner, Status.PROCESSING);
    }

    PaymentAttemptId attempt() {
        return new PaymentAttemptId(id);
    }

    void charged(String receipt) {
        this.receipt = receipt;
        this.outcomeUnknown = false;
    }

    void retrying(Failure failure) {
        outcomeUnknown = true;
        work.recordError("outcome unknown: " + failure.reason());
    }

    /** Without proof the outcome stays unknown, also of a charge that nothing will ask for again. */
    void fail(Failure failure, Instant at) {
        outcomeUnknown = !failure.permanent();
        work.fail(failure, at);
    }

    /** The company has closed the key: proof that it was not charged and never will be. */
    void voided(Instant at) {
        PaymentVoided proof = new PaymentVoided();
        outcomeUnknown = false;
        if (work.is(Status.PROCESSING)) {
            work.fail(proof.asFailure(), at);
        } else {
            work.recordError(proof.getMessage());
        }
    }

    /** It was charged after all, and the work that should have noted it has failed, or is forgotten. */
    void chargedBehindOurBack(String receipt) {
        this.receipt = receipt;
        this.outcomeUnknown = false;
        work.recordError("the company did charge this (" + receipt
                + "), and nothing will ever correct this record: it has no job");
    }

    @Override
    public UUID id() {
        return id;
    }

    @Override
    public UUID ownerId() {
        return ownerId;
    }

    @Override
    public JobKind<?> kind() {
        return MakeCharge.KIND;
    }

    @Override
    public WorkState work() {
        return work;
    }

    @Override
    public String statusPath() {
        return "/charges/" + id + "/status";
    }

    @Override
    public String title() {
        return "A charge of " + EuroAmount.text(amount);
    }

    @Override
    public Map<String, String> links() {
        return Map.of("charge", "/charges/" + id);
    }
}
