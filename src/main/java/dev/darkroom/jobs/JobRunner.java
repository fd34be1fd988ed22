package dev.darkroom.jobs;

import dev.darkroom.jobs.JobContext.Interruption;
import dev.darkroom.jobs.JobHandler.End;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/** Runs one claimed job: perform, settle. Quarkus intercepts {@code @Transactional} self-calls too. */
@ApplicationScoped
class JobRunner {

    private static final Logger LOG = Logger.getLogger("job");
    private static final Duration OUTAGE_PAUSE = Duration.ofSeconds(1);
    private static final int MAX_RELEASES = 3;

    private final JobTable jobs;
    private final HandlerRegistry handlers;
    private final RunningJobs running;
    private final JobNotes notes;
    private final GroupCommit group;
    private final Backoff backoff;

    JobRunner(
            JobTable jobs,
            HandlerRegistry handlers,
            RunningJobs running,
            JobNotes notes,
            GroupCommit group,
            Backoff backoff) {
        this.jobs = jobs;
        this.handlers = handlers;
        this.running = running;
        this.notes = notes;
        this.group = group;
        this.backoff = backoff;
    }

    /** Adds a claimed job to the runs of this process. Its attempt is counted, even if it kills its worker. */
    JobContext claimed(Job job) {
        JobContext run = new JobContext(job, handlers.deadline(job.kind), this::progress);
        running.add(run);
        return run;
    }

    /** A run begins once, however often its message arrives. It keeps its lease until it is settled. */
    void run(JobContext run) {
        if (!run.begin()) {
            notes.duplicate(run);
            return;
        }
        try {
            group.settle(run, perform(run), this::settle);
        } finally {
            running.leaveWorker(run);
        }
    }

    /** The slow part: no transaction is open, and another thread keeps the lease alive. */
    Outcome perform(JobContext run) {
        JobHandler<JobPayload, Object> handler = handlers.of(run.job().kind);
        Optional<JobPayload> payload = jobs.payload(run.job(), handler.kind());
        if (payload.isEmpty()) {
            return failed(run, unreadable(run.job()), run.close());
        }
        try {
            run.stopIfInterrupted();
            Object result = handler.perform(payload.get(), run);
            run.close();
            LOG.infof("%s done %d ms", run.job().label(), run.millis());
            return new Outcome.Succeeded("complete", result);
        } catch (Throwable e) {
            return failed(run, Failure.of(e), run.close());
        }
    }

    /** Permanent, unless an earlier run of work that is not given up may have had its effect. */
    private static Failure unreadable(Job job) {
        boolean permanent = job.maxAttempts != null || job.attempt == 1;
        String reason = "The job's data cannot be read. Another version of Darkroom may have written it.";
        return new Failure(reason, permanent, Duration.ZERO);
    }

    /** An interruption explains the failure, unless a retry is pointless. */
    private Outcome failed(JobContext run, Failure failure, Interruption why) {
        Job job = run.job();
        Failure reason = why == null || failure.permanent() ? failure : why.failure;
        if (reason == Interruption.DRAIN.failure && job.releases < MAX_RELEASES) {
            return new Outcome.Released("release");
        }
        if (reason.permanent() || job.outOfAttempts()) {
            LOG.infof("%s dead %d ms: %s", job.label(), run.millis(), reason.reason());
            return new Outcome.Dead("markDead", reason);
        }
        Duration delay = backoff.after(job.lane, job.attempt, reason.retryAfter());
        LOG.infof("%s failed %d ms: %s", job.label(), run.millis(), reason.nextTry(delay));
        return new Outcome.Retry("reschedule", reason, delay);
    }

    /** Fenced like the settlement: a run that lost its lease must not overwrite the progress of the next run. */
    @Transactional
    void progress(JobContext run, String step, int done, int total, Runnable checkpoint) {
        Job job = jobs.progress(run, "%s %d/%d".formatted(step, done, total), checkpoint != null)
                .orElseThrow(JobContext.LeaseLost::new);
        handlers.of(job.kind).progressed(job.key, step, done, total);
        if (checkpoint != null) {
            checkpoint.run();
        }
        run.job().releases = job.releases;
        LOG.infof("%s %d/%d %d ms", job.label(), done, total, run.millis());
    }

    /** Tries again through an outage. A run whose record cannot be moved has failed; if that cannot be recorded, its lease expires. */
    void settle(JobContext run, Outcome outcome) {
        Throwable problem = trySettle(run, outcome);
        if (problem != null) {
            LOG.warnf("%s finished but could not be recorded: %s", run.job().label(), DatabaseOutage.describe(problem));
            boolean outage = DatabaseOutage.isCauseOf(problem);
            Outcome next = outage ? outcome : failed(run, Failure.of(problem), null);
            do {
                LockSupport.parkNanos(OUTAGE_PAUSE.toNanos());
            } while (DatabaseOutage.isCauseOf(trySettle(run, next)) && !run.isPastDeadline() && !Thread.interrupted());
        }
        running.remove(run);
    }

    /** A commit without an answer may have moved the job: then the timeline has this run's step. */
    private Throwable trySettle(JobContext run, Outcome outcome) {
        try {
            if (!moveBoth(run, outcome) && !notes.hasSettled(run)) {
                LOG.infof("%s fenced %d ms: the lease is lost", run.job().label(), run.millis());
                notes.fenced(run, outcome.move());
                handlers.of(run.job().kind).fenced(run.job().key);
            }
            return null;
        } catch (Throwable e) {
            return e;
        }
    }

    /** Moves the job and its record, or neither if the lease is lost. */
    @Transactional
    boolean moveBoth(JobContext run, Outcome outcome) {
        Optional<Runnable> record = move(run, outcome);
        record.ifPresent(Runnable::run);
        return record.isPresent();
    }

    /** Moves the job. Returns the move of its record for the same transaction, or nothing if the lease is lost. */
    Optional<Runnable> move(JobContext run, Outcome outcome) {
        JobHandler<JobPayload, Object> handler = handlers.of(run.job().kind);
        if (outcome instanceof Outcome.Succeeded end) {
            return jobs.complete(List.of(run)).stream()
                    .findFirst()
                    .map(job -> () -> handler.succeeded(job.key, end.result(), End.of(job)));
        }
        if (outcome instanceof Outcome.Dead end) {
            return jobs.markDead(run, end.failure())
                    .map(job -> () -> handler.failed(job.key, end.failure(), End.of(job)));
        }
        if (outcome instanceof Outcome.Retry end) {
            return jobs.reschedule(run, end.failure(), end.delay())
                    .map(job -> () -> handler.retrying(job.key, end.failure()));
        }
        return jobs.release(run).map(job -> () -> {});
    }

    /** The end of a run, and the name of the move of {@link JobTable} that records it. */
    sealed interface Outcome {

        String move();

        record Succeeded(String move, Object result) implements Outcome {}

        record Retry(String move, Failure failure, Duration delay) implements Outcome {}

        record Dead(String move, Failure failure) implements Outcome {}

        /** Interrupted by a drain: the attempt is given back. */
        record Released(String move) implements Outcome {}
    }
}
