package dev.darkroom.jobs;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.annotations.Immutable;

/**
 * A row of durable work: the outbox, the queue and the memory of what became of it, in one.
 *
 * <p>Read here, written only by {@link JobTable}: a job moves by conditional statements, never by saving what was read.
 */
@Entity
@Immutable
public class Job extends PanacheEntityBase {

    @Id
    public UUID id;

    public String kind;
    public String key;

    @Enumerated(EnumType.STRING)
    public Lane lane;

    public String payload;
    public String owner;
    public String subject;

    @Enumerated(EnumType.STRING)
    public State state;

    /** 1, and one more for each time that a person asked for it again. */
    public int round;

    /** Runs begun in this round, counted before the work. */
    public int attempt;

    /** Null where it is tried until its outcome is proven. */
    public Integer maxAttempts;

    /** Messages about it that a consumer has received; all but one for each attempt were duplicates, or came too late. */
    public int deliveries;

    public Instant runAt;
    public String worker;
    public UUID leaseToken;
    public Instant leasedUntil;
    public String lastError;

    /** Of a dead job: whether a person may have it tried again. */
    public boolean retryable;

    public Instant createdAt;

    /** When it was last claimed. */
    public Instant claimedAt;

    public Instant finishedAt;

    /** What the log calls it: the kind, and as much of the key as tells one from another. */
    String label() {
        return "job " + kind + " " + shortKey(key);
    }

    static String shortKey(String key) {
        return key.substring(0, Math.min(8, key.length()));
    }

    boolean outOfAttempts() {
        return maxAttempts != null && attempt >= maxAttempts;
    }

    public static Optional<Job> of(JobKind<?> kind, String key) {
        return find("kind = ?1 and key = ?2", kind.name(), key).firstResultOptional();
    }

    public static List<Job> of(String kind, Collection<String> keys) {
        return list("kind = ?1 and key in ?2", kind, keys);
    }

    /** One of that owner's jobs, or of anybody's where the owner is null. */
    public static Optional<Job> of(UUID id, String owner) {
        return find("id = ?1 and (?2 is null or owner = ?2)", id, owner).firstResultOptional();
    }

    /** The latest jobs of one owner, or of all where the owner is null. */
    public static List<Job> latest(String owner, Collection<State> states, Collection<Lane> lanes, int most) {
        return find(
                        "(?1 is null or owner = ?1) and state in ?2 and lane in ?3 order by createdAt desc, id",
                        owner,
                        states,
                        lanes)
                .page(0, most)
                .list();
    }

    /** How many there are in each state; a state without any is not there. */
    public static Map<State, Long> count(String owner, Collection<Lane> lanes) {
        return getEntityManager()
                .createQuery(
                        "select state, count(*) from Job where (?1 is null or owner = ?1) and lane in ?2 group by"
                                + " state",
                        Object[].class)
                .setParameter(1, owner)
                .setParameter(2, lanes)
                .getResultStream()
                .collect(Collectors.toMap(row -> (State) row[0], row -> (Long) row[1]));
    }

    /** 1 + the due jobs ahead of it in its lane, capped at 1000; empty when it does not wait for a worker. */
    public Optional<Integer> queuePosition() {
        if (state != State.QUEUED) {
            return Optional.empty();
        }
        Number ahead = (Number) getEntityManager()
                .createNativeQuery(
                        """
                        SELECT CASE WHEN :runAt <= now() THEN (
                          SELECT count(*) FROM (
                            SELECT 1 FROM job
                             WHERE lane = :lane AND state = 'QUEUED' AND (run_at, id) < (:runAt, :id)
                             LIMIT 999) AS ahead) END
                        """)
                .setParameter("lane", lane.name())
                .setParameter("runAt", runAt)
                .setParameter("id", id)
                .getSingleResult();
        return Optional.ofNullable(ahead).map(count -> count.intValue() + 1);
    }

    /** Where a durable job stands. */
    public enum State {
        QUEUED,
        RUNNING,
        COMPLETE,
        DEAD,
        CANCELLED
    }
}
