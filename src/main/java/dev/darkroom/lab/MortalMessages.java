package dev.darkroom.lab;

import dev.darkroom.jobs.Lane;
import dev.darkroom.jobs.Transport;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** A relay that may die beside the message that it sends. */
@Decorator
@Priority(1)
class MortalMessages implements Transport {

    private final Transport delegate;
    private final CrashPoints points;

    MortalMessages(@Delegate Transport delegate, CrashPoints points) {
        this.delegate = delegate;
        this.points = points;
    }

    @Override
    public CompletionStage<Void> send(Lane lane, UUID job) {
        points.reach(CrashPoint.BEFORE_PUBLISH, job);
        CompletionStage<Void> sent = delegate.send(lane, job);
        points.reach(CrashPoint.AFTER_PUBLISH, job);
        return sent;
    }
}
