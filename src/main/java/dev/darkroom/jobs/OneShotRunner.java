package dev.darkroom.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** One run of work that has no job: nothing counts its tries, and nothing brings it back. */
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
        JobHandler<P, Object> handler = handlers.of(kind);
        String label = "%s %s %s".formatted(mode.label(), kind.name(), Job.shortKey(payload.key()));
        JobContext run = new JobContext(null, UUID.randomUUID(), (self, step, done, total) -> {
            progressed(handler, payload.key(), step, done, total);
            LOG.infof("%s %d/%d %d ms", label, done, total, self.millis());
        });
        try {
            started(handler, payload.key());
            Object result = handler.perform(payload, run);
            succeeded(handler, payload.key(), result);
            LOG.infof("%s complete %d ms", label, run.millis());
        } catch (Throwable e) {
            if (isInterrupted(e)) {
                LOG.infof("%s lost %d ms: the process is ending, and nothing else remembers this", label, run.millis());
                return;
            }
            Failure failure = Failure.of(e);
            failed(handler, payload.key(), failure);
            LOG.infof("%s failed %d ms: %s", label, run.millis(), failure.reason());
        }
    }

    @Transactional
    void started(JobHandler<?, ?> handler, String key) {
        handler.started(key, process.now());
    }

    @Transactional
    void progressed(JobHandler<?, ?> handler, String key, String step, int done, int total) {
        handler.progressed(key, step, done, total);
    }

    @Transactional
    void succeeded(JobHandler<?, Object> handler, String key, Object result) {
        handler.succeeded(key, result, process.now());
    }

    @Transactional
    void failed(JobHandler<?, ?> handler, String key, Failure failure) {
        handler.failed(key, failure, process.now());
    }

    /** Only the end of the process interrupts such work, and that is no way in which it has failed. */
    private static boolean isInterrupted(Throwable thrown) {
        return Thread.currentThread().isInterrupted()
                || Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
                        .anyMatch(InterruptedException.class::isInstance);
    }
}
