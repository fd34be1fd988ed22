package dev.darkroom.jobs;

import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** The way to a lane's consumers. A message is the job's id and nothing else: the row is the truth. */
public interface Transport {

    /**
     * Does not wait for the consumer.
     *
     * @return completed when the consumer is done with it, or could not be reached
     */
    CompletionStage<Void> send(Lane lane, UUID job);
}
