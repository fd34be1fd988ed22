package dev.darkroom.jobs;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Convert;
import jakarta.persistence.Converter;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Transient;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** The row of a durable job: outbox, queue and outcome in one. Only {@link JobTable} writes it. */
@Entity
@Immutable
public class Job extends PanacheEntityBase {

    @Id
    public UUID id;

    public String kind;
    public String key;

    /** Null if only a newer version knows it. */
    @Convert(converter = LaneColumn.class)
    public Lane lane;

    public String payload;
    public String owner;
    public String subject;

    @Convert(converter = StateColumn.class)
    public State state;

    /** 1 + the retries by a person. */
    public int round;

    /** The runs of this round, counted at the claim. */
    public int attempt;

    /** Null: no limit. */
    public Integer maxAttempts;

    /** The runs lost to a crash, in a row. */
    public int crashes;

    /** How often a drain has given the attempt back. */
    public int releases;

    public Instant runAt;

    /** The last hand-over to a broker; a job that waits for its message has a {@code handedOverUntil} in the future. */
    public Instant handedOverAt;

    public Instant handedOverUntil;

    public String worker;
    public UUID leaseToken;
    public Instant leasedUntil;
    public String lastError;

    /** Whether a person may retry this dead job. */
    public boolean retryable;

    public Instant createdAt;
    public Instant claimedAt;

    /** The first claim. */
    public Instant startedAt;

    public Instant finishedAt;

    /** See {@link JobEvent#runs}; null until they are asked for. */
    @Transient
    String runs;

    static Job of(ResultSet row) throws SQLException {
        Job job = new Job();
        job.id = row.getObject("id", UUID.class);
        job.kind = row.getString("kind");
        job.key = row.getString("key");
        job.lane = Labelled.read(Lane.values(), row.getString("lane"), null);
        job.payload = row.getString("payload");
        job.owner = row.getString("owner");
        job.subject = row.getString("subject");
        job.state = Labelled.read(State.values(), row.getString("state"), State.UNKNOWN);
        job.round = row.getInt("round");
        job.attempt = row.getInt("attempt");
        job.maxAttempts = row.getObject("max_attempts", Integer.class);
        job.crashes = row.getInt("crashes");
        job.releases = row.getInt("releases");
        job.runAt = instant(row, "run_at");
        job.handedOverAt = instant(row, "handed_over_at");
        job.handedOverUntil = instant(row, "handed_over_until");
        job.worker = row.getString("worker");
        job.leaseToken = row.getObject("lease_token", UUID.class);
        job.leasedUntil = instant(row, "leased_until");
        job.lastError = row.getString("last_error");
        job.retryable = row.getBoolean("retryable");
        job.createdAt = instant(row, "created_at");
        job.claimedAt = instant(row, "claimed_at");
        job.startedAt = instant(row, "started_at");
        job.finishedAt = instant(row, "finished_at");
        return job;
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }

    public String laneLabel() {
        return lane == null ? "unknown" : lane.label();
    }

    String label() {
        return "job " + kind + " " + shortKey(key);
    }

    /** The noun of its kind, and the beginning of its key: {@code photo 3f2a81b0}. */
    public String about() {
        return kind.substring(kind.lastIndexOf('-') + 1) + " " + shortKey(key);
    }

    public static String shortKey(String key) {
        return key.substring(0, Math.min(8, key.length()));
    }

    boolean outOfAttempts() {
        return maxAttempts != null && attempt >= maxAttempts;
    }

    public static Optional<Job> find(JobKind<?> kind, String key) {
        return find("kind = ?1 and key = ?2", kind.name(), key).firstResultOptional();
    }

    public static Optional<Job> findFor(String owner, UUID id) {
        return find("id = ?1 and (?2 is null or owner = ?2)", id, owner).firstResultOptional();
    }

    @Converter
    static class LaneColumn extends Labelled.Column<Lane> {
        LaneColumn() {
            super(Lane.values(), null);
        }
    }

    @Converter
    static class StateColumn extends Labelled.Column<State> {
        StateColumn() {
            super(State.values(), State.UNKNOWN);
        }
    }

    public enum State implements Labelled {
        QUEUED,
        RUNNING,
        COMPLETE,
        DEAD,
        CANCELLED,
        /** A newer version has moved the job. This one only shows it. */
        UNKNOWN;

        public boolean isFinished() {
            return this != QUEUED && this != RUNNING;
        }
    }
}
