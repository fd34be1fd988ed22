package dev.darkroom.jobs;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Performs work that has no job, once: no attempt is counted, and nothing retries it. */
@ApplicationScoped
class OneShotRunner {

    private static final Logger LOG = Logger.getLogger("job");

    private final HandlerRegistry handlers;
    private final ProcessRun process;

    OneShotRunner(HandlerRegistry handlers, ProcessRun process) {
        this.handlers = handlers;
        this.process = process;
    }

    <P extends JobPayload> void run(DispatchMode mode, JobKind<P> kind, P payload) {
        JobHandler<P, Object> handler = handlers.of(kind.name());
        String key = payload.key();
        String label = "%s %s %s".formatted(mode.label(), kind.name(), Job.shortKey(key));
        JobContext run = new JobContext(null, kind.deadline(), (self, step, done, total) -> {
            inTransaction(() -> handler.progressed(key, step, done, total));
            LOG.infof("%s %d/%d %d ms", label, done, total, self.millis());
        });
        run.begin();
        try {
            inTransaction(() -> handler.started(key, process.now()));
            Object result = handler.perform(payload, run);
            inTransaction(() -> handler.succeeded(key, result, end()));
            LOG.infof("%s complete %d ms", label, run.millis());
        } catch (Throwable e) {
            if (isInterrupted(e)) {
                LOG.infof("%s lost %d ms: the process is ending, and the work was only in memory", label, run.millis());
                return;
            }
            Failure failure = Failure.of(e);
            inTransaction(() -> handler.failed(key, failure, end()));
            LOG.infof("%s failed %d ms: %s", label, run.millis(), failure.reason());
        }
    }

    private JobHandler.End end() {
        return new JobHandler.End(process.now(), null);
    }

    private static void inTransaction(Runnable write) {
        QuarkusTransaction.joiningExisting().run(write);
    }

    /** Only the end of the process interrupts such work, and then the work is lost, not failed. */
    private static boolean isInterrupted(Throwable thrown) {
        return Thread.currentThread().isInterrupted()
                || Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
                        .anyMatch(InterruptedException.class::isInstance);
    }
}
