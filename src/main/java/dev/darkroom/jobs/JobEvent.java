package dev.darkroom.jobs;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.hibernate.annotations.Generated;

/** One step in the life of a job. */
@Entity
public class JobEvent extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public Long id;

    public UUID jobId;

    /** The database's clock, and not the transaction's start: the steps of one transaction keep their order. */
    @Generated
    @Column(insertable = false, updatable = false)
    public Instant at;

    public int round;
    public int attempt;

    @Enumerated(EnumType.STRING)
    public Step step;

    public String detail;
    public String process;

    public static List<JobEvent> of(UUID job) {
        return list("jobId = ?1 order by id", job);
    }

    /** What can happen to a job, as its timeline tells it. */
    public enum Step {
        QUEUED,
        HANDED_OVER,
        CLAIMED,
        HEARTBEAT,
        PROGRESS,
        COMPLETE,
        FAILED,
        DEAD,
        RESCUED,
        /** Somebody has broken something here on purpose: see the lab. */
        FAULT,
        RELEASED,
        RETRIED,
        CANCELLED;

        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }
}
