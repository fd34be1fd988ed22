package dev.darkroom.jobs;

/** The data of a job: enough to find its record. All else is looked up when the job runs. */
public interface JobPayload {

    /** The id of the record. Within one kind, the same key is the same job. */
    String key();

    /** The owner of the job, or empty; opaque to this package. */
    default String owner() {
        return "";
    }

    /** The address of the record, or empty; opaque to this package. */
    default String subject() {
        return "";
    }
}
