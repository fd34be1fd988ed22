package dev.darkroom.status;

import dev.darkroom.jobs.JobEvent.Step;

/**
 * The method that writes a step into the timeline: the usual one, where several can.
 *
 * @param name the class, as the source pages name it
 */
public record StepSource(String name, String method) {

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
