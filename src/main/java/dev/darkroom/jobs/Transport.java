package dev.darkroom.jobs;

import java.util.concurrent.CompletionStage;

/** Sends claimed runs to the consumers of their lanes. */
public interface Transport {

    /** How many workers of the lane are free in this process; not positive if none is. */
    int free(Lane lane);

    /** How many runs may be claimed beyond that, to wait for the next free worker. */
    int surplus(Lane lane);

    /** Whether the latest runs of the lane in this process were short. */
    boolean runsAreShort(Lane lane);

    /** Returns at once. The result completes when the run has ended and its place is free. */
    CompletionStage<Void> send(JobContext run);

    /** The worker of the run is free for one that waits. The run keeps its place until it is settled. */
    void leave(JobContext run);

    /** Frees the place of a run that is settled, or whose thread is given up. */
    void release(JobContext run);
}
