package dev.darkroom.jobs;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** Requeues jobs whose worker died or stopped responding, and deletes jobs that ended long ago. */
@ApplicationScoped
class JobRescuer {

    private static final Logger LOG = Logger.getLogger("job");
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private static final String EXPIRED = "SELECT * FROM job WHERE state = 'RUNNING' AND leased_until < now()"
            + " AND kind = ANY (CAST(:kinds AS text[])) ORDER BY leased_until LIMIT 100";

    private static final String PRUNE =
            """
            WITH old AS MATERIALIZED (
                   SELECT id FROM job WHERE finished_at < now() - :age * interval '1 millisecond'
                    LIMIT 1000 FOR UPDATE SKIP LOCKED)
            DELETE FROM job USING old WHERE job.id = old.id""";

    private final JobTable jobs;
    private final Statements database;
    private final HandlerRegistry handlers;
    private final Backoff backoff;
    private final ProcessRun process;
    private final JobSettings settings;
    private long lastTurnNanos = System.nanoTime();
    private long waitUntilNanos;

    JobRescuer(
            JobTable jobs,
            Statements database,
            HandlerRegistry handlers,
            Backoff backoff,
            ProcessRun process,
            JobSettings settings) {
        this.jobs = jobs;
        this.database = database;
        this.handlers = handlers;
        this.backoff = backoff;
        this.process = process;
        this.settings = settings;
        this.waitUntilNanos = lastTurnNanos + settings.heartbeat().toNanos();
    }

    /**
     * After an interruption (this process was frozen, or the database was unavailable), the living processes first get
     * the time to extend their leases.
     */
    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void turn() {
        List<Job> expired = expired();
        // After the query, because it waits as long as the database does not answer.
        long now = System.nanoTime();
        if (now - lastTurnNanos > settings.heartbeat().plus(INTERVAL).toNanos()) {
            LOG.warnf("no job is rescued for %s, because this process could not watch the leases", settings.lease());
            waitUntilNanos = now + settings.lease().toNanos();
        }
        lastTurnNanos = now;
        if (now >= waitUntilNanos) {
            expired.forEach(this::tryRescue);
        }
    }

    /** Jobs whose lease seems to have expired; {@link JobTable#rescue} checks it again. */
    @Transactional
    List<Job> expired() {
        return database.query(EXPIRED, Map.of("kinds", handlers.kinds()), Job::of);
    }

    void rescueExpired() {
        expired().forEach(this::tryRescue);
    }

    /** A rescue that fails does not stop the others, unless the database is unavailable. */
    private void tryRescue(Job seen) {
        try {
            rescue(seen);
        } catch (RuntimeException e) {
            if (DatabaseOutage.isCauseOf(e)) {
                throw e;
            }
            LOG.warnf("%s could not be rescued, next attempt in ten seconds: %s", seen.label(), e);
            jobs.postponeRescue(seen);
        }
    }

    /** The statement re-checks that the lease has expired, because {@code seen} may be stale. */
    @Transactional
    void rescue(Job seen) {
        Failure failure = Failure.WORKER_LOST;
        jobs.rescue(seen, failure, backoff.after(seen.crashes + 1, Duration.ZERO))
                .ifPresent(job -> {
                    if (job.state == Job.State.DEAD) {
                        handlers.of(job.kind).failed(job.key, failure, JobHandler.End.of(job));
                    } else {
                        handlers.of(job.kind).retrying(job.key, failure);
                    }
                    LOG.infof("%s rescued after attempt %d", job.label(), job.attempt);
                });
    }

    /** Goes on until nothing is left, in small transactions. */
    @Scheduled(every = "10m", delayed = "1m")
    void prune() {
        while (pruneSome() > 0) {
            Thread.yield();
        }
        process.prune(settings.retention());
    }

    @Transactional
    int pruneSome() {
        return database.update(PRUNE, Map.of("age", settings.retention().toMillis()));
    }
}
