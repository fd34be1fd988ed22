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

/** A channel that repeats itself. */
@Decorator
@Priority(2)
class HundredfoldMessages implements Transport {

    private static final int TIMES = 100;

    private final Transport delegate;
    private final ArmedFaults faults;

    HundredfoldMessages(@Delegate Transport delegate, ArmedFaults faults) {
        this.delegate = delegate;
        this.faults = faults;
    }

    @Override
    public CompletionStage<Void> send(Lane lane, UUID job) {
        return faults.isArmed(Fault.MESSAGES_HUNDREDFOLD) ? sendOften(lane, job) : delegate.send(lane, job);
    }

    /** Done when the last of them is: until then the lane has no place to give away. */
    private CompletionStage<Void> sendOften(Lane lane, UUID job) {
        return CompletableFuture.allOf(
                Stream.generate(() -> delegate.send(lane, job).toCompletableFuture())
                        .limit(TIMES)
                        .toArray(CompletableFuture[]::new));
    }
}
