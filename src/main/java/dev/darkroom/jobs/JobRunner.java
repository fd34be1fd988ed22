package dev.darkroom.jobs;

import dev.darkroom.jobs.JobContext.Interruption;
import dev.darkroom.jobs.JobContext.LeaseLost;
import dev.darkroom.jobs.JobHandler.End;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Runs one claimed job: perform, settle. Quarkus intercepts {@code @Transactional} self-calls too. */
@ApplicationScoped
class JobRunner {

    private static final Logger LOG = Logger.getLogger("job");
    private static final Duration OUTAGE_PAUSE = Duration.ofSeconds(1);

    private final JobTable jobs;
    private final HandlerRegistry handlers;
    private final RunningJobs running;
    private final JobNotes notes;
    private final GroupCommit together;
    private final Backoff backoff;

    JobRunner(
            JobTable jobs,
            HandlerRegistry handlers,
            RunningJobs running,
            JobNotes notes,
            GroupCommit together,
            Backoff backoff) {
        this.jobs = jobs;
        this.handlers = handlers;
        this.running = running;
        this.notes = notes;
        this.together = together;
        this.backoff = backoff;
    }

    /** Adds a claimed job to the runs of this process. Its attempt is counted, even if it kills its worker. */
    JobContext claimed(Job job) {
        JobContext run = new JobContext(job, handlers.of(job.kind).kind().deadline(), this::progress);
        running.add(run);
        return run;
    }

    /** A run begins once, however often its message arrives. */
    void run(JobContext run) {
        if (run.begin()) {
            end(run, perform(run));
        } else if (!run.isGivenBack()) {
            notes.duplicate(run);
        }
    }

    /** The slow part: no transaction is open, and another thread keeps the lease alive. */
    Outcome perform(JobContext run) {
        JobHandler<JobPayload, Object> handler = handlers.of(run.job().kind);
        Outcome outcome;
        try {
            run.checkpoint();
            start(run);
            outcome = new Outcome.Succeeded(handler.perform(jobs.payload(run.job(), handler.kind()), run));
        } catch (LeaseLost e) {
            outcome = new Outcome.Fenced();
        } catch (Throwable e) {
            outcome = new Outcome.Failed(Failure.of(e));
        }
        return interrupted(run.close(), outcome);
    }

    @Transactional
    void start(JobContext run) {
        Job job = jobs.lock(run).orElseThrow(LeaseLost::new);
        handlers.of(job.kind).started(job.key, job.claimedAt);
    }

    /** Fenced like the settlement: a run that lost its lease must not overwrite the progress of the next run. */
    @Transactional
    void progress(JobContext run, String step, int done, int total) {
        Job job = jobs.progress(run, "%s %d/%d".formatted(step, done, total)).orElseThrow(LeaseLost::new);
        handlers.of(job.kind).progressed(job.key, step, done, total);
        LOG.infof("%s %d/%d %d ms", job.label(), done, total, run.millis());
    }

    private static Outcome interrupted(Interruption why, Outcome outcome) {
        if (why == null || outcome instanceof Outcome.Succeeded) {
            return outcome;
        }
        return switch (why) {
            case DRAIN -> new Outcome.Released();
            case LEASE_LOST -> new Outcome.Fenced();
            case DEADLINE -> new Outcome.Failed(new Failure("the run exceeded its deadline", false, Duration.ZERO));
        };
    }

    /** A finished run keeps its place in the lane, its heartbeat and its deadline until its outcome is committed. */
    private void end(JobContext run, Outcome outcome) {
        try {
            if (!together.settle(run, outcome, this)) {
                settle(run, outcome);
            }
        } finally {
            running.remove(run);
        }
    }

    /** Moves the job and its record in one transaction, or neither if the lease is lost. */
    void settle(JobContext run, Outcome outcome) {
        try {
            if (trySettle(run, outcome)) {
                return;
            }
            LOG.warnf(
                    "%s finished but could not be recorded: the database is unavailable",
                    run.job().label());
            do {
                // The lease is kept alive meanwhile.
                Thread.sleep(OUTAGE_PAUSE.toMillis());
            } while (!trySettle(run, outcome));
        } catch (InterruptedException e) {
            LOG.warnf(
                    "%s is left to its lease: the process is ending", run.job().label());
        }
    }

    /** Returns false if the database is unavailable. A commit without an answer may have moved the job all the same. */
    private boolean trySettle(JobContext run, Outcome outcome) {
        Job job = run.job();
        try {
            if (!writeOutcome(run, outcome) && !jobs.hasSettled(run)) {
                LOG.infof("%s fenced %d ms: the lease is lost", job.label(), run.millis());
                notes.fenced(run, moveFor(outcome));
                handlers.of(job.kind).fenced(job.key);
            }
        } catch (RuntimeException e) {
            if (DatabaseOutage.isCauseOf(e) && !run.isPastDeadline()) {
                return false;
            }
            recordFailure(run, e);
        }
        return true;
    }

    /** Returns a run that nobody has begun to the queue. */
    void giveBack(JobContext run) {
        if (run.giveBack()) {
            try {
                giveBackInTransaction(run);
            } finally {
                running.remove(run);
            }
        }
    }

    @Transactional
    void giveBackInTransaction(JobContext run) {
        jobs.giveBack(run);
    }

    @Transactional
    boolean writeOutcome(JobContext run, Outcome outcome) {
        Optional<Runnable> record = move(run, outcome);
        record.ifPresent(Runnable::run);
        return record.isPresent();
    }

    /** Moves the job. Returns the change of its record in the same transaction, or nothing if the lease is lost. */
    Optional<Runnable> move(JobContext run, Outcome outcome) {
        if (outcome instanceof Outcome.Succeeded succeeded) {
            return complete(run, succeeded.result());
        }
        if (outcome instanceof Outcome.Failed failed) {
            return fail(run, failed.failure());
        }
        return outcome instanceof Outcome.Released ? release(run) : Optional.empty();
    }

    private Optional<Runnable> complete(JobContext run, Object result) {
        return jobs.complete(run).map(job -> () -> {
            handlers.of(job.kind).succeeded(job.key, result, End.of(job));
            LOG.infof("%s complete %d ms", job.label(), run.millis());
        });
    }

    private Optional<Runnable> fail(JobContext run, Failure failure) {
        return failure.permanent() || run.job().outOfAttempts() ? markDead(run, failure) : reschedule(run, failure);
    }

    private Optional<Runnable> markDead(JobContext run, Failure failure) {
        return jobs.markDead(run, failure).map(job -> () -> {
            handlers.of(job.kind).failed(job.key, failure, End.of(job));
            LOG.infof("%s dead %d ms: %s", job.label(), run.millis(), failure.reason());
        });
    }

    private Optional<Runnable> reschedule(JobContext run, Failure failure) {
        Duration delay = backoff.after(run.job().attempt, failure.retryAfter());
        return jobs.reschedule(run, failure, delay).map(job -> () -> {
            handlers.of(job.kind).retrying(job.key, failure);
            LOG.infof("%s failed %d ms: %s", job.label(), run.millis(), failure.nextTry(delay));
        });
    }

    private Optional<Runnable> release(JobContext run) {
        Optional<Runnable> released = jobs.release(run)
                .map(job -> () -> LOG.infof("%s released %d ms: the process is ending", job.label(), run.millis()));
        return released.isPresent()
                ? released
                : fail(run, new Failure("interrupted by a drain too many times", false, Duration.ZERO));
    }

    /** If this fails too, the job is rescued when its lease expires. */
    private void recordFailure(JobContext run, RuntimeException unrecorded) {
        String job = run.job().label();
        if (DatabaseOutage.isCauseOf(unrecorded)) {
            LOG.warnf("%s finished but could not be recorded: the database is unavailable", job);
            return;
        }
        LOG.warnf(unrecorded, "%s finished but could not be recorded", job);
        try {
            writeOutcome(run, new Outcome.Failed(Failure.of(unrecorded)));
        } catch (RuntimeException e) {
            LOG.warnf("%s is left to its lease: %s", job, e.getMessage());
        }
    }

    /** The move of {@link JobTable} that an outcome asks for. */
    private static String moveFor(Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed) {
            return failed.failure().permanent() ? "markDead" : "reschedule";
        }
        // A heartbeat has found that a fenced run has lost its lease.
        return outcome instanceof Outcome.Succeeded
                ? "complete"
                : outcome instanceof Outcome.Released ? "release" : "extend";
    }

    sealed interface Outcome {

        record Succeeded(Object result) implements Outcome {}

        record Failed(Failure failure) implements Outcome {}

        /** Stopped by a drain: the attempt is given back. */
        record Released() implements Outcome {}

        /** The lease is lost: there is nothing to record. */
        record Fenced() implements Outcome {}
    }
}
