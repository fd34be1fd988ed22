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
            case QUEUED -> new StepSource("jobs/JobTable", "insert");
            case HANDED_OVER -> new StepSource("jobs/JobTable", "handOver");
            case CLAIMED -> new StepSource("jobs/JobTable", "claim");
            case HEARTBEAT -> new StepSource("jobs/JobTable", "extend");
            case PROGRESS -> new StepSource("jobs/JobTable", "progress");
            case COMPLETE -> new StepSource("jobs/JobTable", "complete");
            case FAILED -> new StepSource("jobs/JobTable", "reschedule");
            case DEAD -> new StepSource("jobs/JobTable", "markDead");
            case RESCUED -> new StepSource("jobs/JobTable", "rescue");
            case FAULT -> new StepSource("lab/LabLog", "write");
            case RELEASED -> new StepSource("jobs/JobTable", "release");
            case RETRIED -> new StepSource("jobs/JobTable", "retry");
            case CANCELLED -> new StepSource("jobs/JobTable", "cancel");
        };
    }
}
