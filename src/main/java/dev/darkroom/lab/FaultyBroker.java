package dev.darkroom.lab;

import dev.darkroom.jobs.Broker;
import dev.darkroom.jobs.Lane;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.enterprise.inject.Any;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** Refuses, loses and repeats messages to any broker, and adds crash points around each. */
@Decorator
@Priority(1)
abstract class FaultyBroker implements Broker {

    private final Broker delegate;
    private final ArmedFaults faults;
    private final CrashPoints points;

    FaultyBroker(@Any @Delegate Broker delegate, ArmedFaults faults, CrashPoints points) {
        this.delegate = delegate;
        this.faults = faults;
        this.points = points;
    }

    @Override
    public CompletionStage<Void> publish(Lane lane, UUID job) {
        Map<String, String> armed = faults.armed();
        return armed.isEmpty() ? delegate.publish(lane, job) : publish(lane, job, armed);
    }

    private CompletionStage<Void> publish(Lane lane, UUID job, Map<String, String> armed) {
        points.reach(CrashPoint.BEFORE_PUBLISH, job);
        if (Fault.BROKER_REFUSES.isIn(armed)) {
            return CompletableFuture.failedFuture(new NotSent(new IllegalStateException("refused in the lab")));
        }
        int copies = faults.takeOnce(Fault.MESSAGE_LOST, armed)
                ? 0
                : faults.takeOnce(Fault.MESSAGE_TWICE, armed)
                        ? 2
                        : faults.takeOnce(Fault.MESSAGE_OFTEN, armed) ? 100 : 1;
        CompletableFuture<?>[] confirmations = Stream.generate(
                        () -> delegate.publish(lane, job).toCompletableFuture())
                .limit(copies)
                .toArray(CompletableFuture[]::new);
        points.reach(CrashPoint.AFTER_PUBLISH, job);
        return CompletableFuture.allOf(confirmations);
    }
}
