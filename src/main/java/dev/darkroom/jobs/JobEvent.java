package dev.darkroom.jobs;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** One step on the timeline of a job. Only {@link JobTable} writes it. */
@Entity
@Immutable
public class JobEvent extends PanacheEntityBase {

    @Id
    public Long id;

    public UUID jobId;

    /** The time of the statement, not of its transaction, so that the steps of one transaction differ. */
    public Instant at;

    public int round;
    public int attempt;

    @Enumerated(EnumType.STRING)
    public Step step;

    /** The method of {@link JobTable} whose statement wrote this row, or found no row; null if no move did. */
    public String move;

    public String detail;
    public String process;

    public static List<JobEvent> of(UUID job) {
        return list("jobId = ?1 order by id", job);
    }

    /** The statement of the move, with its parameters by name; null if no move wrote this row. */
    public String statement() {
        return move == null ? null : JobTable.STATEMENTS.get(move);
    }

    /** How many rows the statement moved for this job; null if no move wrote this row. */
    public Integer rows() {
        if (move == null) {
            return null;
        }
        return step == Step.FENCED ? 0 : 1;
    }

    public enum Step {
        QUEUED,
        CLAIMED,
        HEARTBEAT,
        PROGRESS,
        COMPLETE,
        FAILED,
        DEAD,
        RESCUED,
        /** The fault lab injected a fault. */
        FAULT,
        RELEASED,
        RETRIED,
        CANCELLED,
        /** A move that found no row, because the run had lost its lease. */
        FENCED,
        /** A message that found its run begun. */
        DUPLICATE;

        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }
}
