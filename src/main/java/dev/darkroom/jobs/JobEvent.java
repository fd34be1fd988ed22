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
}
