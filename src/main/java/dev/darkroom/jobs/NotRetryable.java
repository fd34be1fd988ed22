package dev.darkroom.jobs;

import java.util.Locale;

/** A job that nobody may have tried again: only a dead one may be, and only if trying again can help. */
public class NotRetryable extends RuntimeException {

    NotRetryable(Job job) {
        super(
                job == null
                        ? "This job is gone."
                        : job.state == JobState.DEAD
                                ? "This job failed for good (" + job.lastError + "): trying again cannot help."
                                : "Only a dead job can be tried again; this one is "
                                        + job.state.name().toLowerCase(Locale.ROOT) + ".");
    }
}
