package dev.darkroom.jobs;

import dev.darkroom.jobs.JobHandler.End;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.util.ExceptionUtil;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Performs work that has no job, once: no attempt is counted, and nothing retries it. If the database is unavailable at
 * its end, the end is recorded later, as long as this process lives.
 */
@ApplicationScoped
class OneShotRunner {

    private static final Logger LOG = Logger.getLogger("job");
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final HandlerRegistry handlers;
    private final ProcessRun process;
    private final BackgroundThreads.Loop recorder;
    /** Ends that are not recorded yet, by the label of their work. */
    private final Map<String, Runnable> ends = new ConcurrentHashMap<>();

    OneShotRunner(HandlerRegistry handlers, ProcessRun process, BackgroundThreads threads) {
        this.handlers = handlers;
        this.process = process;
        this.recorder = threads.loop("record", PAUSE, this::recordAll);
    }

    void start(@Observes StartupEvent event) {
        recorder.start();
    }

    void stop(@Observes ShutdownEvent event) {
        recorder.stop(PAUSE);
    }

    <P extends JobPayload> void run(DispatchMode mode, JobKind<P> kind, P payload) {
        JobHandler<P, Object> handler = handlers.of(kind.name());
        String key = payload.key();
        String label = "%s %s %s".formatted(mode.label(), kind.name(), Job.shortKey(key));
        JobContext run = new JobContext(null, kind.deadline(), (self, step, done, total, checkpoint) -> {
            inTransaction(() -> {
                handler.progressed(key, step, done, total);
                Optional.ofNullable(checkpoint).ifPresent(Runnable::run);
            });
            LOG.infof("%s %d/%d %d ms", label, done, total, self.millis());
        });
        run.begin();
        try {
            inTransaction(() -> handler.started(key, process.now()));
            Object result = handler.perform(payload, run);
            record(label, () -> handler.succeeded(key, result, new End(process.now(), null)));
            LOG.infof("%s done %d ms", label, run.millis());
        } catch (Throwable e) {
            if (isInterrupted(e)) {
                LOG.infof("%s lost %d ms: the process is ending, and the work was only in memory", label, run.millis());
                return;
            }
            Failure failure = Failure.of(e);
            record(label, () -> handler.failed(key, failure, new End(process.now(), null)));
            LOG.infof("%s failed %d ms: %s", label, run.millis(), failure.reason());
        }
    }

    private void record(String label, Runnable end) {
        try {
            inTransaction(end);
        } catch (RuntimeException e) {
            if (!DatabaseOutage.isCauseOf(e)) {
                throw e;
            }
            LOG.warnf("%s finished but could not be recorded: the database is unavailable", label);
            ends.put(label, end);
        }
    }

    /** Stops at the first outage. An end that is refused has been recorded before, by a commit without an answer. */
    private void recordAll() {
        for (Map.Entry<String, Runnable> end : ends.entrySet()) {
            try {
                inTransaction(end.getValue());
            } catch (IllegalStateException e) {
                LOG.debugf("%s was recorded before: %s", end.getKey(), e.getMessage());
            }
            ends.remove(end.getKey());
        }
    }

    private static void inTransaction(Runnable write) {
        QuarkusTransaction.joiningExisting().run(write);
    }

    /** Only the end of the process interrupts such work, and then the work is lost, not failed. */
    private static boolean isInterrupted(Throwable thrown) {
        return Thread.currentThread().isInterrupted()
                || ExceptionUtil.getRootCause(thrown) instanceof InterruptedException;
    }
}
