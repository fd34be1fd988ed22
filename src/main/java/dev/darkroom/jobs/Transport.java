package dev.darkroom.jobs;

import java.util.concurrent.CompletionStage;

/** Sends claimed runs to the consumers of their lanes. */
public interface Transport {

    /** How many workers of the lane are free in this process; not positive if none is. */
    int free(Lane lane);

    /** The runs of the lane in this process. */
    LaneBuffer lane(Lane lane);

    /** Returns at once. The result completes when the run has ended and its place is free. */
    CompletionStage<Void> send(JobContext run);
}
