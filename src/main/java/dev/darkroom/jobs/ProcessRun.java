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
import java.time.Instant;
import java.util.UUID;

/** This process, from its start to its end; it beats in the database, so that others can tell when it is gone. */
@ApplicationScoped
public class ProcessRun {

    private static final int GONE_AFTER_SECONDS = 10;

    private final EntityManager database;
    private final UUID id = UUID.randomUUID();
    private final String name =
            "process " + ProcessHandle.current().pid() + "-" + id.toString().substring(0, 4);

    ProcessRun(EntityManager database) {
        this.database = database;
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
        database.createNativeQuery("INSERT INTO process_run (id, name) VALUES (:id, :name)")
                .setParameter("id", id)
                .setParameter("name", name)
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

    /** Whether that run has ended, or has not been heard of for ten seconds. */
    public boolean isGone(UUID run) {
        if (run.equals(id)) {
            return false;
        }
        return database.createNativeQuery(
                        """
                        SELECT 1 FROM process_run
                         WHERE id = :id AND ended_at IS NULL AND seen_at > now() - :gone * interval '1 second'
                        """)
                .setParameter("id", run)
                .setParameter("gone", GONE_AFTER_SECONDS)
                .getResultList()
                .isEmpty();
    }

    /** The database's clock: the only one that all processes share. */
    public Instant now() {
        return (Instant) database.createNativeQuery("SELECT clock_timestamp()", Instant.class)
                .getSingleResult();
    }
}
