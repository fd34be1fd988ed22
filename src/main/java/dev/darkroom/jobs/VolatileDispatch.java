package dev.darkroom.jobs;

import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** Leaves the work in this process's memory: the answer is quick, and a restart forgets. */
@ApplicationScoped
class VolatileDispatch implements Jobs.Dispatch {

    static final String CHANNEL = "volatile";

    private final AfterCommit afterCommit;
    private final Emitter<Work<?>> memory;
    private final OneShotRunner singleTry;

    VolatileDispatch(
            AfterCommit afterCommit,
            @Channel(CHANNEL) @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) Emitter<Work<?>> memory,
            OneShotRunner singleTry) {
        this.afterCommit = afterCommit;
        this.memory = memory;
        this.singleTry = singleTry;
    }

    @Override
    public <P extends JobPayload> void dispatch(JobKind<P> kind, P payload) {
        afterCommit.run(() -> memory.send(new Work<>(kind, payload)));
    }

    @Incoming(CHANNEL)
    @Blocking(value = CHANNEL, ordered = false)
    void consume(Work<?> work) {
        work.run(singleTry);
    }

    record Work<P extends JobPayload>(JobKind<P> kind, P payload) {
        void run(OneShotRunner singleTry) {
            singleTry.run(DispatchMode.VOLATILE, kind, payload);
        }
    }
}
