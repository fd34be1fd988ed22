package dev.darkroom.jobs;

/** What a job carries: enough to find its record again, and nothing that can be looked up later. */
public interface JobPayload {

    /** The id of the record that the job is about; within one kind, the same key is the same job. */
    String key();

    /** Whose job it is; opaque here. */
    String owner();

    /** What it is about, as a person finds it: the address of its record; opaque here. */
    String subject();
}
