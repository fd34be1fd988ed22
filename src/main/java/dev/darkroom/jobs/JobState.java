package dev.darkroom.jobs;

/** Where a durable job stands. */
public enum JobState {
    QUEUED,
    RUNNING,
    COMPLETE,
    DEAD,
    CANCELLED
}
