package dev.darkroom.lab;

import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobContext;
import dev.darkroom.jobs.Settlement;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import java.util.Optional;

/** A worker that may die between its work and the record of it. */
@Decorator
@Priority(1)
abstract class MortalSettlement implements Settlement {

    private final Settlement delegate;
    private final CrashPoints points;

    MortalSettlement(@Delegate Settlement delegate, CrashPoints points) {
        this.delegate = delegate;
        this.points = points;
    }

    @Override
    public Optional<Job> complete(JobContext run) {
        points.reach(CrashPoint.BEFORE_SETTLE, run.job());
        return delegate.complete(run);
    }
}
