package dev.darkroom.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** The background threads of this process, and the health of each. Also counts worker threads that hang. */
@ApplicationScoped
class BackgroundThreads {

    private static final Logger LOG = Logger.getLogger("job");

    /** Longer than an unavailable database can block one turn. */
    private static final Duration LONGEST_TURN = Duration.ofSeconds(20);

    /** Shorter than a heartbeat waits for an answer. */
    private static final Duration SOON = Duration.ofMillis(1500);

    /** Runs that hang: one may be an accident. */
    private static final int TOO_MANY = 2;

    private final Set<Loop> started = ConcurrentHashMap.newKeySet();
    private final Set<JobContext> hanging = ConcurrentHashMap.newKeySet();

    Loop loop(String name, Duration pause, Turn turn) {
        return new Loop(name, pause, turn);
    }

    /** A loop that repeats a turn that fails soon: the pool replaces a broken connection, but not a silent database. */
    Loop heartbeat(String name, Duration pause, Turn turn) {
        return loop(name, pause, () -> {
            long begin = System.nanoTime();
            try {
                turn.take();
            } catch (RuntimeException e) {
                if (System.nanoTime() - begin > SOON.toNanos()) {
                    throw e;
                }
                turn.take();
            }
        });
    }

    /** A sentence about one thread that has a problem; empty if none has. */
    Optional<String> problem() {
        return problem(LONGEST_TURN);
    }

    Optional<String> problem(Duration longestTurn) {
        return started.stream()
                .flatMap(loop -> loop.problem(longestTurn).stream())
                .findFirst()
                .or(() -> hanging().filter(sentence -> hanging.size() >= TOO_MANY));
    }

    /** A sentence about runs that ignore their interrupt; empty if there are none. */
    Optional<String> hanging() {
        return hanging.isEmpty()
                ? Optional.empty()
                : Optional.of("Runs that ignore their interrupt: %d. Each keeps a thread until this process ends."
                        .formatted(hanging.size()));
    }

    /** Counts a run whose thread has been replaced. Returns false if it was counted before. */
    boolean addHanging(JobContext run) {
        return hanging.add(run);
    }

    void removeHanging(JobContext run) {
        hanging.remove(run);
    }

    @FunctionalInterface
    interface Turn {
        void take() throws Throwable;
    }

    /** A thread that repeats its turn until it is stopped, even if a turn fails. */
    final class Loop {

        private final String name;
        private final Duration pause;
        private final Turn turn;
        private final Semaphore wakes = new Semaphore(0);
        private volatile Thread thread;
        private volatile boolean running;
        private volatile long turnedNanos;
        private volatile Throwable failure;
        private volatile boolean failedTwice;

        private Loop(String name, Duration pause, Turn turn) {
            this.name = name;
            this.pause = pause;
            this.turn = turn;
        }

        void start() {
            running = true;
            turned();
            thread = new Thread(this::run, name);
            thread.setDaemon(true);
            thread.start();
            started.add(this);
        }

        boolean isRunning() {
            return running;
        }

        /** Whether the last turn failed. */
        boolean hasFailed() {
            return failure != null;
        }

        /** Whether the last two turns failed. */
        boolean hasFailedTwice() {
            return failedTwice;
        }

        /** Ends the pause. Several calls before the next turn count as one. */
        void wake() {
            wakes.release();
        }

        /** Called after each turn, and within a long turn that makes progress. */
        void turned() {
            turnedNanos = System.nanoTime();
        }

        void stop(Duration limit) {
            started.remove(this);
            running = false;
            wake();
            try {
                if (thread != null) {
                    thread.join(limit.toMillis());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void run() {
            try {
                while (running) {
                    takeTurn();
                    wakes.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
                    wakes.drainPermits();
                }
            } catch (InterruptedException e) {
                LOG.warnf("the thread %s was interrupted", name);
            }
        }

        private void takeTurn() {
            try {
                turn.take();
                turned();
                failure = null;
                failedTwice = false;
            } catch (Throwable e) {
                // Only the first of several failing turns is logged.
                if (failure == null && DatabaseOutage.isCauseOf(e)) {
                    LOG.warnf("the thread %s has to wait: the database is unavailable", name);
                } else if (failure == null) {
                    LOG.errorf(e, "the thread %s failed and continues", name);
                }
                failedTwice = failure != null;
                failure = e;
            }
        }

        private Optional<String> problem(Duration longestTurn) {
            Throwable thrown = failure;
            if (!thread.isAlive()) {
                return Optional.of("The thread %s has ended.".formatted(name));
            }
            if (thrown != null && !DatabaseOutage.isCauseOf(thrown)) {
                return Optional.of("The thread %s fails: %s".formatted(name, thrown));
            }
            Duration silent = Duration.ofNanos(System.nanoTime() - turnedNanos);
            return silent.compareTo(pause.plus(longestTurn)) <= 0
                    ? Optional.empty()
                    : Optional.of("The thread %s has completed no turn for %d s.".formatted(name, silent.toSeconds()));
        }
    }
}
