package dev.darkroom.jobs;

import dev.darkroom.jobs.JobEvent.Step;

/** Notes what happens to a job, in the transaction in which it happens. */
public interface Timeline {

    /** @param detail what else there is to know; may be null */
    void note(Job job, Step step, String detail);
}
