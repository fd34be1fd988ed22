package dev.darkroom.billing;

import dev.darkroom.jobs.Failure;
import dev.darkroom.jobs.JobHandler.End;
import dev.darkroom.jobs.JobKind;
import dev.darkroom.jobs.Jobs.Acceptance;
import dev.darkroom.status.TrackedRecord;
import dev.darkroom.status.WorkState;
import dev.darkroom.status.WorkState.Status;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;

/** An intent to pay and its outcome. Its id is the {@link PaymentAttemptId}. */
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

    /** Whether the gateway may have charged. */
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

    static Optional<Charge> findByIntent(UUID owner, String intentKey) {
        return find("ownerId = ?1 and intentKey = ?2", owner, intentKey).firstResultOptional();
    }

    static Optional<Charge> findOwned(UUID id, UUID owner) {
        return find("id = ?1 and ownerId = ?2", id, owner).firstResultOptional();
    }

    static List<Charge> findOwned(Collection<UUID> ids, UUID owner) {
        return list("id in ?1 and ownerId = ?2", ids, owner);
    }

    static boolean isAnyOutcomeUnknown(UUID owner) {
        return count("ownerId = ?1 and outcomeUnknown", owner) > 0;
    }

    static List<Charge> findLatest(UUID owner, int limit) {
        return find("ownerId = ?1 order by work.acceptedAt desc", owner)
                .page(0, limit)
                .list();
    }

    /** Deletes all but those that are pending or have an unknown outcome. */
    static void deleteSettledFor(UUID owner) {
        delete("ownerId = ?1 and not outcomeUnknown and work.status <> ?2", owner, Status.PROCESSING);
    }

    String page() {
        return "/charges/" + id;
    }

    PaymentAttemptId attempt() {
        return new PaymentAttemptId(id);
    }

    void markCharged(String receipt) {
        this.receipt = receipt;
        this.outcomeUnknown = false;
    }

    void markRetrying(Failure failure) {
        outcomeUnknown = true;
        work.recordError("outcome unknown: " + failure.reason());
    }

    /** Without proof the outcome stays unknown, even if there is no further attempt. */
    void markFailed(Failure failure, End end) {
        outcomeUnknown = !failure.permanent();
        work.fail(failure, end);
    }

    /** The gateway has voided the key: proof that it was not charged and never will be. */
    void markVoided(Instant at) {
        PaymentGateway.PaymentVoided proof = new PaymentGateway.PaymentVoided();
        outcomeUnknown = false;
        if (work.is(Status.PROCESSING)) {
            work.fail(new Failure(proof.getMessage(), true, Duration.ZERO), new End(at, null));
        } else {
            work.recordError(proof.getMessage());
        }
    }

    /** Records the receipt of a charge that has already failed. */
    void markChargedAfterFailure(String receipt) {
        markCharged(receipt);
        work.recordError("the gateway did charge this (" + receipt + "), but this record stays failed: it has no job");
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
        return page() + "/status";
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
