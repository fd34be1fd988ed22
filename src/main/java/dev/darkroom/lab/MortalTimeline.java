package dev.darkroom.lab;

import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.Step;
import dev.darkroom.jobs.Timeline;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;

/** A timeline on which a process may die while it accepts work. */
@Decorator
@Priority(1)
class MortalTimeline implements Timeline {

    private final Timeline delegate;
    private final CrashPoints points;

    MortalTimeline(@Delegate Timeline delegate, CrashPoints points) {
        this.delegate = delegate;
        this.points = points;
    }

    @Override
    public void note(Job job, Step step, String detail) {
        delegate.note(job, step, detail);
        if (step == Step.QUEUED) {
            points.reach(Point.BEFORE_COMMIT, job.id);
        } else if (step == Step.CLAIMED) {
            points.claimed(job.id);
        }
    }
}
