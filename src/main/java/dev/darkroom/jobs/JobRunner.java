package dev.darkroom.jobs;

import dev.darkroom.jobs.Ending.Failed;
import dev.darkroom.jobs.Ending.Fenced;
import dev.darkroom.jobs.Ending.Released;
import dev.darkroom.jobs.Ending.Succeeded;
import dev.darkroom.jobs.JobContext.LeaseLost;
import dev.darkroom.jobs.JobEvent.Step;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Runs one durable job: claim, perform, settle. */
@ApplicationScoped
class JobRunner {

    private static final Logger LOG = Logger.getLogger("job");

    private final JobTable jobs;
    private final Settlement settlement;
    private final HandlerRegistry handlers;
    private final Payloads payloads;
    private final RunningJobs running;
    private final Backoff backoff;
    private final Timeline timeline;
    private final ProcessRun process;
    private final JobSettings settings;

    JobRunner(
            JobTable jobs,
            Settlement settlement,
            HandlerRegistry handlers,
            Payloads payloads,
            RunningJobs running,
            Backoff backoff,
            Timeline timeline,
            ProcessRun process,
            JobSettings settings) {
        this.jobs = jobs;
        this.settlement = settlement;
        this.handlers = handlers;
        this.payloads = payloads;
        this.running = running;
        this.backoff = backoff;
        this.timeline = timeline;
        this.process = process;
        this.settings = settings;
    }

    /** Does nothing if the job is not due, or is somebody else's: a message may come late, or twice. */
    void run(UUID id) {
        claim(id).ifPresent(job -> settle(job, perform(job)));
    }

    /** Counts the attempt before the work, so that a job that kills its worker still runs out of attempts. */
    @Transactional
    Optional<Job> claim(UUID id) {
        Optional<Job> claimed = jobs.claim(id, handlers.kinds(), process.name(), settings.lease());
        claimed.ifPresentOrElse(
                job -> {
                    handlers.of(job.kind).started(job.key, job.claimedAt);
                    timeline.note(job, Step.CLAIMED, null);
                },
                () -> jobs.countDuplicate(id));
        return claimed;
    }

    /** The slow part: no transaction is open, and another thread keeps the lease alive. */
    Performed perform(Job job) {
        return perform(job, handlers.of(job.kind));
    }

    private <P extends JobPayload> Performed perform(Job job, JobHandler<P, ?> handler) {
        JobContext run = new JobContext(
                job.id, job.leaseToken, (self, step, done, total) -> report(job, self, step, done, total));
        running.add(run, handler.kind().deadline());
        Ending ending;
        try {
            ending = new Succeeded(handler.perform(payloads.read(handler.kind(), job.payload), run));
        } catch (LeaseLost e) {
            ending = new Fenced();
        } catch (Throwable e) {
            ending = new Failed(Failure.of(e));
        }
        return new Performed(run, interrupted(run.close(), ending));
    }

    /** Moves the job and its record in one transaction, or, where the lease is lost, neither. */
    void settle(Job job, Performed performed) {
        JobContext run = performed.run();
        Ending ending = performed.ending();
        try {
            if (!record(job, run, ending)) {
                LOG.infof("%s fenced %d ms: another worker has it", job.label(), run.millis());
                handlers.of(job.kind).fenced(job.key);
            }
        } catch (RuntimeException e) {
            recordFailure(job, run, e);
        } finally {
            running.remove(run);
        }
    }

    @Transactional
    boolean record(Job job, JobContext run, Ending ending) {
        if (ending instanceof Succeeded succeeded) {
            return complete(run, succeeded.result());
        }
        if (ending instanceof Failed failed) {
            return fail(job, run, failed.failure());
        }
        return ending instanceof Released && release(job, run);
    }

    private boolean complete(JobContext run, Object result) {
        Optional<Job> complete = settlement.complete(run);
        complete.ifPresent(job -> {
            handler(job).succeeded(job.key, result, job.finishedAt);
            note(job, run, Step.COMPLETE, run.millis() + " ms");
        });
        return complete.isPresent();
    }

    private boolean fail(Job claimed, JobContext run, Failure failure) {
        return failure.permanent() || claimed.outOfAttempts() ? bury(run, failure) : tryAgain(claimed, run, failure);
    }

    private boolean bury(JobContext run, Failure failure) {
        Optional<Job> dead = settlement.bury(run, failure.reason(), !failure.permanent());
        dead.ifPresent(job -> {
            handler(job).failed(job.key, failure, job.finishedAt);
            note(job, run, Step.DEAD, failure.reason());
        });
        return dead.isPresent();
    }

    private boolean tryAgain(Job claimed, JobContext run, Failure failure) {
        Duration delay = backoff.after(claimed.attempt, failure.retryAfter());
        Optional<Job> queued = settlement.tryAgain(run, failure.reason(), delay);
        queued.ifPresent(job -> {
            handler(job).retrying(job.key, failure);
            note(job, run, Step.FAILED, "%s; next try in %d ms".formatted(failure.reason(), delay.toMillis()));
        });
        return queued.isPresent();
    }

    private boolean release(Job claimed, JobContext run) {
        Optional<Job> released = settlement.release(run);
        released.ifPresent(job -> note(job, run, Step.RELEASED, "the process is ending; attempt given back"));
        return released.isPresent()
                || fail(claimed, run, new Failure("interrupted by a drain once too often", false, Duration.ZERO));
    }

    private void report(Job job, JobContext run, String step, int done, int total) {
        progress(job, run, step, done, total);
        LOG.infof("%s %d/%d %d ms", job.label(), done, total, run.millis());
    }

    /** Fenced like the settlement: a worker that lost its lease must not talk over the one that has it. */
    @Transactional
    void progress(Job job, JobContext run, String step, int done, int total) {
        Job held = jobs.hold(run).orElseThrow(LeaseLost::new);
        handlers.of(job.kind).progressed(job.key, step, done, total);
        timeline.note(held, Step.PROGRESS, "%s %d/%d".formatted(step, done, total));
    }

    private static Ending interrupted(JobContext.Interruption why, Ending ending) {
        if (why == null || ending instanceof Succeeded) {
            return ending;
        }
        return switch (why) {
            case DRAIN -> new Released();
            case LEASE_LOST -> new Fenced();
            case DEADLINE -> new Failed(new Failure("it took longer than it may", false, Duration.ZERO));
        };
    }

    /** What cannot be recorded now is found by the rescue when the lease ends. */
    private void recordFailure(Job job, JobContext run, RuntimeException unrecorded) {
        if (DatabaseOutage.isCauseOf(unrecorded)) {
            LOG.warnf("%s is over and left to its lease: the database does not answer", job.label());
            return;
        }
        LOG.warnf(unrecorded, "%s is over, but that could not be recorded", job.label());
        try {
            record(job, run, new Failed(Failure.of(unrecorded)));
        } catch (RuntimeException e) {
            LOG.warnf("%s is left to its lease: %s", job.label(), e.getMessage());
        }
    }

    private void note(Job job, JobContext run, Step step, String detail) {
        timeline.note(job, step, detail);
        String why = step == Step.COMPLETE ? "" : ": " + detail;
        LOG.infof("%s %s %d ms%s", job.label(), step.label(), run.millis(), why);
    }

    @SuppressWarnings("unchecked")
    private JobHandler<?, Object> handler(Job job) {
        return (JobHandler<?, Object>) handlers.of(job.kind);
    }

    /** A run that is over, and how it ended. */
    record Performed(JobContext run, Ending ending) {}
}
