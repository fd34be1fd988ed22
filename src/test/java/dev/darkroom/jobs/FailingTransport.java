package dev.darkroom.jobs;

import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** A transport that a test can make fail. */
@Decorator
@Priority(0)
class FailingTransport implements Transport {

    static final List<UUID> REFUSED = new CopyOnWriteArrayList<>();

    static volatile boolean refusesMessages;
    static volatile Error capacityError;

    private final Transport delegate;

    FailingTransport(@Delegate Transport delegate) {
        this.delegate = delegate;
    }

    static void repair() {
        refusesMessages = false;
        capacityError = null;
        REFUSED.clear();
    }

    @Override
    public LaneBuffer lane(Lane lane) {
        return delegate.lane(lane);
    }

    @Override
    public int free(Lane lane) {
        if (capacityError != null) {
            throw capacityError;
        }
        return delegate.free(lane);
    }

    @Override
    public CompletionStage<Void> send(JobContext run) {
        if (refusesMessages) {
            REFUSED.add(run.job().id);
            throw new NoClassDefFoundError("thrown by a test");
        }
        return delegate.send(run);
    }
}
