package dev.darkroom.status;

import dev.darkroom.jobs.JobKind;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Embedded;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** An entity with a {@link WorkState}, as the status endpoints see it. */
@MappedSuperclass
public abstract class TrackedRecord extends PanacheEntityBase {

    @Id
    public UUID id;

    @Embedded
    protected WorkState work;

    protected TrackedRecord() {}

    protected TrackedRecord(UUID id, WorkState work) {
        this.id = id;
        this.work = work;
    }

    public UUID id() {
        return id;
    }

    public WorkState work() {
        return work;
    }

    public abstract JobKind<?> kind();

    public abstract String statusPath();

    /** A possible effect of an interrupted run outside of the database: "the mail may have been sent"; empty if nothing. */
    public Optional<String> possibleEffect() {
        return Optional.empty();
    }

    /** Whether an earlier run may have had its effect, and only the external service knows. */
    public boolean outcomeUnknown() {
        return false;
    }

    /** How often the visitor has submitted it. */
    public int presses() {
        return 1;
    }

    /** The flaw of a result that is complete but not whole, or null. */
    public String warning() {
        return null;
    }

    public StatusView.Progress progress() {
        return work.progress(null, null);
    }

    public abstract String title();

    /** The addresses of the results so far, by name, such as {@code thumb}. */
    public abstract Map<String, String> links();
}
