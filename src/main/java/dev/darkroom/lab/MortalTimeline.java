package dev.darkroom.lab;

import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobEvent.Step;
import dev.darkroom.jobs.Timeline;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;

/** A timeline on which a process may die while it accepts work, and where a frozen run is not heard. */
@Decorator
@Priority(1)
class MortalTimeline implements Timeline {

    private final Timeline delegate;
    private final CrashPoints points;
    private final FreezeFault frost;

    MortalTimeline(@Delegate Timeline delegate, CrashPoints points, FreezeFault frost) {
        this.delegate = delegate;
        this.points = points;
        this.frost = frost;
    }

    @Override
    public void note(Job job, Step step, String detail) {
        delegate.note(job, step, detail);
        switch (step) {
            case QUEUED -> points.reach(CrashPoint.BEFORE_COMMIT, job.id);
            case CLAIMED -> points.claimed(job);
            case HEARTBEAT -> frost.refuseHeartbeat(job);
            default -> {}
        }
    }
}
