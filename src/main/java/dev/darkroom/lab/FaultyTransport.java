package dev.darkroom.lab;

import dev.darkroom.jobs.JobContext;
import dev.darkroom.jobs.Transport;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import java.util.concurrent.CompletionStage;

/** Adds a crash point before each message. */
@Decorator
@Priority(1)
abstract class FaultyTransport implements Transport {

    private final Transport delegate;
    private final CrashPoints points;

    FaultyTransport(@Delegate Transport delegate, CrashPoints points) {
        this.delegate = delegate;
        this.points = points;
    }

    @Override
    public CompletionStage<Void> send(JobContext run) {
        points.reach(CrashPoint.AFTER_CLAIM, run.job());
        return delegate.send(run);
    }
}
