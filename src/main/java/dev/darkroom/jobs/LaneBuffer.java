package dev.darkroom.jobs;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The runs of one lane in this process: as many active ones as the lane has workers and, while they are short, a few more
 * that wait for the next free worker. Waiting runs are only for speed: they save fast jobs the wait for the relay.
 */
public final class LaneBuffer {

    /** Runs are short below this average, as long as the wait for the relay. Mails, photos and charges are longer. */
    private static final double SHORT_MILLIS = 5;

    private static final int MOST_FOR_EACH_WORKER = 4;

    /** The weight of the latest run in the average. */
    private static final double WEIGHT = 0.1;

    private final int workers;
    private final Consumer<JobContext> channel;
    private final Map<JobContext, CompletableFuture<Void>> ends = new HashMap<>();
    private final Queue<JobContext> waiting = new ArrayDeque<>();
    private final Set<JobContext> settling = new HashSet<>();
    private double averageMillis = SHORT_MILLIS;

    LaneBuffer(int workers, Consumer<JobContext> channel) {
        this.workers = workers;
        this.channel = channel;
    }

    synchronized int free() {
        return workers - ends.size();
    }

    /** How many runs may wait. None until half of the places are empty, so that the relay claims many at a time. */
    synchronized int surplus() {
        int places = MOST_FOR_EACH_WORKER * workers - Math.max(workers, ends.size() - settling.size());
        boolean half = 2 * places >= (MOST_FOR_EACH_WORKER - 1) * workers;
        return isShort() && half ? places : 0;
    }

    /** Whether the latest runs were short. */
    synchronized boolean isShort() {
        return averageMillis < SHORT_MILLIS;
    }

    synchronized CompletableFuture<Void> add(JobContext run) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        ends.put(run, end);
        waiting.add(run);
        sendNext();
        return end;
    }

    /** The worker of a run is free for one that waits. The run keeps its place until it is settled. */
    synchronized void leave(JobContext run) {
        if (ends.containsKey(run) && settling.add(run)) {
            measure(run);
            sendNext();
        }
    }

    /** Frees the place of a run; a second call changes nothing. */
    void remove(JobContext run) {
        CompletableFuture<Void> end = takeOut(run);
        if (end != null) {
            end.complete(null);
        }
    }

    private synchronized CompletableFuture<Void> takeOut(JobContext run) {
        CompletableFuture<Void> end = ends.remove(run);
        if (end != null && !waiting.remove(run) && !settling.remove(run)) {
            measure(run);
        }
        sendNext();
        return end;
    }

    private void measure(JobContext run) {
        averageMillis += WEIGHT * (run.millis() - averageMillis);
    }

    private void sendNext() {
        while (ends.size() - waiting.size() - settling.size() < workers && !waiting.isEmpty()) {
            channel.accept(waiting.remove());
        }
    }
}
