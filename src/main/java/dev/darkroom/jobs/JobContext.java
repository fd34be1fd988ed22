package dev.darkroom.jobs;

import java.util.UUID;

/** One try at one piece of work, on the thread that performs it. */
public final class JobContext {

    private final UUID job;
    private final UUID leaseToken;
    private final Progress progress;
    private final Thread thread = Thread.currentThread();
    private final long startedNanos = System.nanoTime();

    private boolean open = true;
    private Interruption interruption;

    /** @param job null where there is none: in two of three modes */
    JobContext(UUID job, UUID leaseToken, Progress progress) {
        this.job = job;
        this.leaseToken = leaseToken;
        this.progress = progress;
    }

    /** Never the same for two runs: for the names of temporary files, so that two runs never write the same one. */
    public UUID leaseToken() {
        return leaseToken;
    }

    /** Tells the record how far the work is. Throws {@link LeaseLost} if another worker has the job by now. */
    public void progress(String step, int done, int total) throws InterruptedException {
        checkpoint();
        progress.report(this, step, done, total);
    }

    /** A place where the work may be stopped: for code that does not notice an interrupt by itself. */
    public void checkpoint() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /** Null where there is none: in two of three modes. */
    public UUID job() {
        return job;
    }

    long millis() {
        return (System.nanoTime() - startedNanos) / 1_000_000;
    }

    /** Stops the work, if it is still going on: an interrupt must never hit what the thread does afterwards. */
    synchronized void interrupt(Interruption why) {
        if (open && interruption == null) {
            interruption = why;
            thread.interrupt();
        }
    }

    /** Ends the part that may be interrupted, and tells why it was, or null if it was not. */
    synchronized Interruption close() {
        open = false;
        Thread.interrupted();
        return interruption;
    }

    /** Why a run is stopped from outside. */
    enum Interruption {
        LEASE_LOST,
        DEADLINE,
        DRAIN
    }

    @FunctionalInterface
    interface Progress {
        void report(JobContext run, String step, int done, int total);
    }

    /** Another worker has the job by now, or nobody wants it any more: this run must leave it alone. */
    static class LeaseLost extends RuntimeException {

        LeaseLost() {
            super("the lease is lost");
        }
    }
}
