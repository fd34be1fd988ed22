package dev.darkroom.lab;

import static dev.darkroom.lab.CrashPoint.BEFORE_ACKNOWLEDGEMENT;

import dev.darkroom.jobs.Deliveries;
import dev.darkroom.jobs.Lane;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Adds a crash point before each acknowledgement, and loses one. */
@Decorator
@Priority(1)
abstract class FaultyDeliveries implements Deliveries {

    private final Deliveries delegate;
    private final ArmedFaults faults;
    private final CrashPoints points;

    FaultyDeliveries(@Delegate Deliveries delegate, ArmedFaults faults, CrashPoints points) {
        this.delegate = delegate;
        this.faults = faults;
        this.points = points;
    }

    /** The caller's thread must not wait. An unreadable message is decided on it. */
    @Override
    public CompletionStage<Void> receive(Lane lane, String body) {
        CompletableFuture<Void> decided = delegate.receive(lane, body).toCompletableFuture();
        return decided.isDone() ? decided : decided.thenCompose(claimed -> acknowledge(lane, body));
    }

    /**
     * Runs on the thread that has claimed the job: a halt comes before the run, and a pause holds only the acknowledgement. A
     * broker delivers a message again when its connection is lost. Here that happens at once, so that no place stays taken.
     */
    private CompletionStage<Void> acknowledge(Lane lane, String body) {
        Map<String, String> armed = faults.armed();
        if (faults.takeOnce(Fault.ACKNOWLEDGEMENT_LOST, armed)) {
            delegate.receive(lane, body);
        }
        boolean pauses = BEFORE_ACKNOWLEDGEMENT.label().equals(armed.get(CrashPoints.PAUSE));
        Executor thread = pauses ? task -> new Thread(task, "lab").start() : Runnable::run;
        return armed.isEmpty()
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.runAsync(() -> points.reach(BEFORE_ACKNOWLEDGEMENT, UUID.fromString(body)), thread);
    }
}
