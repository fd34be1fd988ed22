package dev.darkroom.jobs;

import java.util.concurrent.CompletionStage;

/** Receives the messages of a broker from its consumers. */
public interface Deliveries {

    /**
     * Receives the body of a message. Returns at once. The result completes when the message is to be acknowledged: its job
     * is claimed, or needs no claim, or had no free worker here for a heartbeat.
     */
    CompletionStage<Void> receive(Lane lane, String body);

    /** How many more messages could be claimed now; not positive if none. */
    int free(Lane lane);
}
