package dev.darkroom.jobs;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** This process, from its start to its end; it beats in the database, so that others can tell when it is gone. */
@ApplicationScoped
public class ProcessRun {

    private static final int GONE_AFTER_SECONDS = 10;
    private static final String ALIVE = "ended_at IS NULL AND seen_at > now() - :gone * interval '1 second'";

    private final EntityManager database;
    private final UUID id = UUID.randomUUID();
    private final String name =
            "process " + ProcessHandle.current().pid() + "-" + id.toString().substring(0, 4);

    private final Role role;

    ProcessRun(EntityManager database, @ConfigProperty(name = "darkroom.role") Role role) {
        this.database = database;
        this.role = role;
    }

    public UUID id() {
        return id;
    }

    /** Short and for people: in the timeline and the log. */
    public String name() {
        return name;
    }

    @Transactional
    void begin(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event) {
        database.createNativeQuery("INSERT INTO process_run (id, name, role) VALUES (:id, :name, :role)")
                .setParameter("id", id)
                .setParameter("name", name)
                .setParameter("role", role.name())
                .executeUpdate();
    }

    @Scheduled(every = "2s", delayed = "2s")
    @Transactional
    void beat() {
        database.createNativeQuery("UPDATE process_run SET seen_at = now() WHERE id = :id")
                .setParameter("id", id)
                .executeUpdate();
    }

    @Transactional
    void end(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) ShutdownEvent event) {
        database.createNativeQuery("UPDATE process_run SET ended_at = now() WHERE id = :id")
                .setParameter("id", id)
                .executeUpdate();
    }

    /** @param address where this process serves its pages */
    @Transactional
    public void servesAt(String address) {
        database.createNativeQuery("UPDATE process_run SET address = :address WHERE id = :id")
                .setParameter("address", address)
                .setParameter("id", id)
                .executeUpdate();
    }

    /** Where pages are served now, by this process or another one; nothing if nowhere. */
    @Transactional
    public Optional<String> pages() {
        return database.createNativeQuery(
                        "SELECT address FROM process_run WHERE address IS NOT NULL AND " + ALIVE
                                + " ORDER BY started_at DESC LIMIT 1",
                        String.class)
                .setParameter("gone", GONE_AFTER_SECONDS)
                .getResultStream()
                .map(String.class::cast)
                .findFirst();
    }

    /** All processes that run durable jobs now, the oldest first. */
    public List<Worker> workers() {
        return database.createNativeQuery(
                        """
                        SELECT name, role,
                               CAST(extract(epoch FROM now() - started_at) AS bigint),
                               CAST(greatest(0, extract(epoch FROM now() - seen_at)) AS bigint),
                               (SELECT count(*) FROM job WHERE state = 'RUNNING' AND worker = name)
                          FROM process_run WHERE role <> 'WEB' AND """
                                + " " + ALIVE + " ORDER BY started_at",
                        Object[].class)
                .setParameter("gone", GONE_AFTER_SECONDS)
                .getResultStream()
                .map(row -> worker((Object[]) row))
                .toList();
    }

    private static Worker worker(Object[] row) {
        return new Worker(
                (String) row[0],
                Role.valueOf((String) row[1]),
                ((Number) row[2]).longValue(),
                ((Number) row[3]).longValue(),
                ((Number) row[4]).intValue());
    }

    /** Whether any process is there that runs durable jobs. */
    public boolean isAnyWorkerAlive() {
        return !database.createNativeQuery("SELECT 1 FROM process_run WHERE role <> 'WEB' AND " + ALIVE)
                .setParameter("gone", GONE_AFTER_SECONDS)
                .getResultList()
                .isEmpty();
    }

    /** Whether that run has ended, or has not been heard of for ten seconds. */
    public boolean isGone(UUID run) {
        if (run.equals(id)) {
            return false;
        }
        return database.createNativeQuery("SELECT 1 FROM process_run WHERE id = :id AND " + ALIVE)
                .setParameter("id", run)
                .setParameter("gone", GONE_AFTER_SECONDS)
                .getResultList()
                .isEmpty();
    }

    /** Runs that are over, or have not been heard of, for that long. */
    void forgetOlderThan(Duration age) {
        database.createNativeQuery(
                        "DELETE FROM process_run WHERE coalesce(ended_at, seen_at) < now() - :age * interval '1"
                                + " millisecond'")
                .setParameter("age", age.toMillis())
                .executeUpdate();
    }

    /** The database's clock: the only one that all processes share. */
    public Instant now() {
        return (Instant) database.createNativeQuery("SELECT clock_timestamp()", Instant.class)
                .getSingleResult();
    }

    /**
     * A process that is alive and runs durable jobs.
     *
     * @param name as in the timelines
     * @param upSeconds since it started
     * @param silentSeconds since its last sign of life; it gives one every two
     * @param running jobs whose lease it holds
     */
    public record Worker(String name, Role role, long upSeconds, long silentSeconds, int running) {}
}
