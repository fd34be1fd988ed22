package dev.darkroom.jobs;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** Requeues jobs whose worker died or stopped responding, and deletes jobs and processes that ended long ago. */
@ApplicationScoped
class JobRescuer {

    private static final Logger LOG = Logger.getLogger("job");
    /** The scheduler looks once a second, so a turn comes up to two seconds after the last one. */
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    static final Failure WORKER_LOST = new Failure("the worker died or stopped responding", false, Duration.ZERO);

    private static final String EXPIRED =
            "SELECT *, leased_until > now() AS ahead FROM job WHERE state = 'RUNNING' AND (" + JobTable.EXPIRED
                    + ") AND kind = ANY (CAST(:kinds AS text[])) ORDER BY leased_until LIMIT 100";

    private static final String PRUNE =
            """
            WITH old AS MATERIALIZED (
                   SELECT id FROM job WHERE finished_at < now() - :age * interval '1 millisecond'
                    LIMIT 1000 FOR UPDATE SKIP LOCKED),
                 steps AS (DELETE FROM job_event USING old WHERE job_id = old.id)
            DELETE FROM job USING old WHERE job.id = old.id""";

    private static final String PRUNE_PROCESSES =
            "DELETE FROM process_run WHERE coalesce(ended_at, seen_at) < now() - :age * interval '1 millisecond'";

    private final JobTable jobs;
    private final Statements database;
    private final HandlerRegistry handlers;
    private final Backoff backoff;
    private final JobSettings settings;
    private long lastTurnNanos = System.nanoTime();
    private long waitUntilNanos;
    private boolean clockWasSetBack;

    JobRescuer(JobTable jobs, Statements database, HandlerRegistry handlers, Backoff backoff, JobSettings settings) {
        this.jobs = jobs;
        this.database = database;
        this.handlers = handlers;
        this.backoff = backoff;
        this.settings = settings;
        this.waitUntilNanos = lastTurnNanos + settings.heartbeat().toNanos();
    }

    /**
     * After a freeze of this process, an outage, or a step back of the database's clock, the living processes first get
     * the time to extend their leases.
     */
    @Scheduled(every = "1s", delayed = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void turn() {
        boolean known = clockWasSetBack;
        List<Job> expired = expired();
        // After the query, because it waits as long as the database does not answer.
        long now = System.nanoTime();
        if (now - lastTurnNanos > settings.heartbeat().plus(INTERVAL).toNanos()) {
            LOG.warnf("no job is rescued for %s, because this process could not watch the leases", settings.lease());
            waitUntilNanos = now + settings.lease().toNanos();
        } else if (clockWasSetBack && !known) {
            LOG.warnf("no job is rescued for %s, because the database's clock was set back", settings.lease());
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
        clockWasSetBack = false;
        Map<String, Object> parameters = Map.of(
                "kinds", handlers.kinds(), "longest", settings.longestLease().toMillis());
        return database.query(EXPIRED, parameters, row -> {
            clockWasSetBack |= row.getBoolean("ahead");
            return Job.of(row);
        });
    }

    /** A rescue that fails does not stop the others, unless the database is unavailable. */
    void tryRescue(Job seen) {
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
        jobs.rescue(seen, WORKER_LOST, backoff.after(seen.lane, seen.crashes + 1, Duration.ZERO))
                .ifPresent(job -> {
                    if (job.state == Job.State.DEAD) {
                        handlers.of(job.kind).failed(job.key, WORKER_LOST, JobHandler.End.of(job));
                    } else {
                        handlers.of(job.kind).retrying(job.key, WORKER_LOST);
                    }
                    LOG.infof("%s rescued after attempt %d", job.label(), job.attempt);
                });
    }

    /** Goes on until no job is left, each time in a transaction of its own. */
    @Scheduled(every = "10m", delayed = "1m")
    void prune() {
        Map<String, Long> age = Map.of("age", settings.retention().toMillis());
        while (database.update(PRUNE, age) > 0) {
            Thread.yield();
        }
        database.update(PRUNE_PROCESSES, age);
    }
}
