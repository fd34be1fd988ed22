package dev.darkroom.lab;

import dev.darkroom.jobs.Lane;
import dev.darkroom.jobs.Transport;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** Adds crash points before and after each message, and can send each message a hundred times. */
@Decorator
@Priority(1)
abstract class FaultyTransport implements Transport {

    private static final int TIMES = 100;

    private final Transport delegate;
    private final ArmedFaults faults;
    private final CrashPoints points;

    FaultyTransport(@Delegate Transport delegate, ArmedFaults faults, CrashPoints points) {
        this.delegate = delegate;
        this.faults = faults;
        this.points = points;
    }

    @Override
    public CompletionStage<Void> send(Lane lane, UUID job) {
        points.reach(CrashPoint.BEFORE_PUBLISH, job);
        CompletionStage<Void> sent =
                faults.isArmed(Fault.MESSAGES_HUNDREDFOLD) ? sendRepeatedly(lane, job) : delegate.send(lane, job);
        points.reach(CrashPoint.AFTER_PUBLISH, job);
        return sent;
    }

    private CompletionStage<Void> sendRepeatedly(Lane lane, UUID job) {
        return CompletableFuture.allOf(
                Stream.generate(() -> delegate.send(lane, job).toCompletableFuture())
                        .limit(TIMES)
                        .toArray(CompletableFuture[]::new));
    }
}
