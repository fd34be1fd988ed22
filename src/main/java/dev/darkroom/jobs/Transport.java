package dev.darkroom.jobs;

import java.util.concurrent.CompletionStage;

/** Sends claimed runs to the consumers of a lane. */
public interface Transport {

    /** How many more jobs the lane can take in this process; not positive if it is full. */
    int capacity(Lane lane);

    /** Returns at once. The result completes when the consumer has processed the message or could not be reached. */
    CompletionStage<Void> send(Lane lane, JobContext run);
}
