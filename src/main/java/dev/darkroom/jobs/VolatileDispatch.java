package dev.darkroom.jobs;

import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** Keeps the work in this process's memory: the response is quick, and a restart loses the work. */
@ApplicationScoped
class VolatileDispatch {

    static final String CHANNEL = "volatile";

    private final AfterCommit afterCommit;
    private final Emitter<Runnable> memory;
    private final OneShotRunner runner;

    VolatileDispatch(
            AfterCommit afterCommit,
            @Channel(CHANNEL) @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) Emitter<Runnable> memory,
            OneShotRunner runner) {
        this.afterCommit = afterCommit;
        this.memory = memory;
        this.runner = runner;
    }

    <P extends JobPayload> void dispatch(JobKind<P> kind, List<P> payloads) {
        afterCommit.run(() -> payloads.forEach(payload -> {
            Runnable work = () -> runner.run(DispatchMode.VOLATILE, kind, payload);
            memory.send(work);
        }));
    }

    @Incoming(CHANNEL)
    @Blocking(value = CHANNEL, ordered = false)
    void consume(Runnable work) {
        work.run();
    }
}
