package dev.darkroom.jobs;

import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** The way to a lane's consumers. A message is the job's id and nothing else: the row is the truth. */
public interface Transport {

    /** How many more jobs the lane can take in this process; not positive if it is full. */
    int capacity(Lane lane);

    /** Does not wait. The result completes when the consumer is done with the message, or could not be reached. */
    CompletionStage<Void> send(Lane lane, UUID job);
}
