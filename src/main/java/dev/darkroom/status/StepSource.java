package dev.darkroom.status;

import dev.darkroom.jobs.JobEvent.Step;

/**
 * The method that writes a step into the timeline.
 *
 * @param name of its class as the pages of the source have it
 */
public record StepSource(String name, String method) {

    /** Where two write it, the one that does on an ordinary day. */
    public static StepSource of(Step step) {
        return switch (step) {
            case QUEUED -> new StepSource("jobs/DurableDispatch", "dispatch");
            case HANDED_OVER -> new StepSource("jobs/Relay", "mark");
            case CLAIMED -> new StepSource("jobs/JobRunner", "claim");
            case HEARTBEAT -> new StepSource("jobs/RunningJobs", "extend");
            case PROGRESS -> new StepSource("jobs/JobRunner", "progress");
            case COMPLETE -> new StepSource("jobs/JobRunner", "complete");
            case FAILED -> new StepSource("jobs/JobRunner", "tryAgain");
            case DEAD -> new StepSource("jobs/JobRunner", "bury");
            case RESCUED -> new StepSource("jobs/JobRescuer", "rescue");
            case FAULT -> new StepSource("lab/LabLog", "note");
            case RELEASED -> new StepSource("jobs/JobRunner", "release");
            case RETRIED -> new StepSource("jobs/Jobs", "retry");
            case CANCELLED -> new StepSource("jobs/Jobs", "cancel");
        };
    }
}
