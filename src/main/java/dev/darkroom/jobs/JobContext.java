package dev.darkroom.jobs;

import java.time.Duration;
import java.util.UUID;

/** One run of one piece of work, on the thread that performs it. */
public final class JobContext {

    private final Job job;
    private final UUID leaseToken;
    private final Duration deadline;
    private final Progress progress;

    private final long claimedNanos = System.nanoTime();

    private Thread thread;
    private volatile long begunNanos;
    /** The beginning of the run, or its last checkpoint. */
    private volatile long awaitedNanos;

    private volatile long endedNanos;
    private boolean givenBack;
    private volatile Interruption interruption;

    /** @param deadline counted from the beginning of the run, or from its last checkpoint */
    JobContext(Job job, Duration deadline, Progress progress) {
        this.job = job;
        this.deadline = deadline;
        this.leaseToken = job == null ? UUID.randomUUID() : job.leaseToken;
        this.progress = progress;
    }

    /** The job as it was claimed; null in the modes inline and volatile. */
    public Job job() {
        return job;
    }

    /** Whether another run follows if this one fails, as only those of a job do. */
    public boolean isRetried() {
        return job != null;
    }

    /** Unique to this run. Temporary files carry it in their name, so that two runs never write the same file. */
    public UUID leaseToken() {
        return leaseToken;
    }

    /** Reports progress to the record. Throws {@link LeaseLost} if this run has lost its lease. */
    public void progress(String step, int done, int total) throws InterruptedException {
        stopIfInterrupted();
        progress.report(this, step, done, total, null);
    }

    /**
     * Reports a part of the work that no later run does again. In the same transaction, {@code write} records it, and the job's
     * crashes and releases become 0. The deadline starts again. Throws like {@link #progress}.
     */
    public void checkpoint(String step, int done, int total, Runnable write) throws InterruptedException {
        stopIfInterrupted();
        progress.report(this, step, done, total, write);
        awaitedNanos = System.nanoTime();
    }

    /** Throws if the work is to stop, for code that does not notice an interrupt by itself. */
    public void stopIfInterrupted() throws InterruptedException {
        if (Thread.interrupted() || interruption != null) {
            throw new InterruptedException();
        }
    }

    /** Begins the run on the calling thread. Returns false if it has begun before, or was given back. */
    synchronized boolean begin() {
        if (thread != null) {
            return false;
        }
        thread = Thread.currentThread();
        begunNanos = System.nanoTime();
        awaitedNanos = begunNanos;
        return true;
    }

    /** Takes back a run that nobody has begun. Returns false if it has begun. */
    synchronized boolean giveBack() {
        givenBack = begin();
        return givenBack;
    }

    synchronized boolean isGivenBack() {
        return givenBack;
    }

    /** How long the interruptible part has taken; 0 before the run begins. */
    long millis() {
        return begunNanos == 0 ? 0 : ((endedNanos == 0 ? System.nanoTime() : endedNanos) - begunNanos) / 1_000_000;
    }

    boolean isPastDeadline() {
        return isPastDeadline(Duration.ZERO);
    }

    boolean isPastDeadline(Duration grace) {
        return begunNanos != 0
                && System.nanoTime() - awaitedNanos > deadline.plus(grace).toNanos();
    }

    /** Whether the run has been claimed for longer than that, and has not begun. */
    synchronized boolean waits(Duration longest) {
        return thread == null && System.nanoTime() - claimedNanos > longest.toNanos();
    }

    boolean isOn(Thread one) {
        return thread == one;
    }

    /** Interrupts the work unless it is over, because an interrupt must not reach the thread's next job. */
    synchronized void interrupt(Interruption why) {
        if (endedNanos == 0 && interruption == null) {
            interruption = why;
            if (thread != null) {
                thread.interrupt();
            }
        }
    }

    /** Ends the interruptible part. Returns the reason for its interruption, or null. */
    synchronized Interruption close() {
        endedNanos = System.nanoTime();
        Thread.interrupted();
        return interruption;
    }

    enum Interruption {
        LEASE_LOST("the lease is lost"),
        DEADLINE("the run exceeded its deadline"),
        DRAIN("interrupted by a drain too many times");

        final Failure failure;

        Interruption(String reason) {
            failure = new Failure(reason, false, Duration.ZERO);
        }
    }

    @FunctionalInterface
    interface Progress {
        void report(JobContext run, String step, int done, int total, Runnable checkpoint);
    }

    /** The lease was taken over, or the job was cancelled. This run must change nothing. */
    static class LeaseLost extends RuntimeException {
        LeaseLost() {
            super("the lease is lost");
        }
    }
}
