package dev.darkroom.jobs;

import dev.darkroom.jobs.JobEvent.Step;
import jakarta.enterprise.context.ApplicationScoped;

/** Keeps the timeline in the database, beside the job. */
@ApplicationScoped
class StoredTimeline implements Timeline {

    private final ProcessRun process;

    StoredTimeline(ProcessRun process) {
        this.process = process;
    }

    @Override
    public void note(Job job, Step step, String detail) {
        JobEvent event = new JobEvent();
        event.jobId = job.id;
        event.round = job.round;
        event.attempt = job.attempt;
        event.step = step;
        event.detail = detail;
        event.process = process.name();
        event.persist();
    }
}
