package dev.darkroom.lab;

import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobKind;
import dev.darkroom.jobs.JobPayload;
import dev.darkroom.jobs.Outbox;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.enterprise.event.Event;
import java.util.Optional;

/** A guard taken out: the job is not written with its record, but afterwards. */
@Decorator
@Priority(2)
class WithoutOutbox implements Outbox {

    private final Outbox delegate;
    private final ArmedFaults faults;
    private final Event<SecondWrite> afterwards;

    WithoutOutbox(@Delegate Outbox delegate, ArmedFaults faults, Event<SecondWrite> afterwards) {
        this.delegate = delegate;
        this.faults = faults;
        this.afterwards = afterwards;
    }

    @Override
    public Optional<Job> insert(JobKind<?> kind, JobPayload payload, String json, Integer maxAttempts) {
        if (!faults.isArmed(Fault.WITHOUT_OUTBOX)) {
            return delegate.insert(kind, payload, json, maxAttempts);
        }
        afterwards.fire(() -> delegate.insert(kind, payload, json, maxAttempts));
        return Optional.empty();
    }
}
