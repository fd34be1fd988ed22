package dev.darkroom.jobs;

import dev.darkroom.jobs.JobRunner.Outcome;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * Settles several runs of a lane in one transaction, which costs one wait for the disk. Only for speed: {@link JobRunner}
 * settles each run that is left over.
 *
 * <p>The worker that gets the lock commits for all that wait. The others find their run settled, or are next.
 */
@ApplicationScoped
class GroupCommit {

    private static final Logger LOG = Logger.getLogger("job");
    private static final int MOST = 50;

    private final Statements database;
    private final Map<Lane, Queue<Settlement>> waiting = new EnumMap<>(Lane.class);
    private final Map<Lane, Lock> locks = new EnumMap<>(Lane.class);

    GroupCommit(Statements database) {
        this.database = database;
        for (Lane lane : Lane.values()) {
            waiting.put(lane, new ConcurrentLinkedQueue<>());
            locks.put(lane, new ReentrantLock());
        }
    }

    /** Returns whether the outcome is committed. If not, the caller settles the run alone. */
    boolean settle(JobContext run, Outcome outcome, JobRunner runner) {
        Lane lane = run.job().lane;
        Settlement mine = new Settlement(run, outcome);
        waiting.get(lane).add(mine);
        locks.get(lane).lock();
        try {
            if (!mine.taken) {
                commit(take(waiting.get(lane), mine), runner);
            }
            return mine.committed;
        } finally {
            locks.get(lane).unlock();
        }
    }

    private static List<Settlement> take(Queue<Settlement> waiting, Settlement mine) {
        List<Settlement> batch = new ArrayList<>(List.of(mine));
        waiting.remove(mine);
        for (Settlement next = waiting.poll(); next != null; next = batch.size() < MOST ? waiting.poll() : null) {
            batch.add(next);
        }
        batch.sort(Comparator.comparing(settlement -> settlement.run.job().id));
        batch.forEach(settlement -> settlement.taken = true);
        return batch;
    }

    private void commit(List<Settlement> batch, JobRunner runner) {
        try {
            List<Settlement> moved = move(batch, runner);
            moved.forEach(settlement -> settlement.committed = true);
        } catch (RuntimeException e) {
            LOG.debugf("%d runs are settled one by one: %s", batch.size(), e);
        }
    }

    /** Moves all jobs before all records, in the order of their ids. A fenced run does not stop the others; a lock does. */
    @Transactional
    List<Settlement> move(List<Settlement> batch, JobRunner runner) {
        database.update("SET LOCAL lock_timeout = '1s'", Map.of());
        List<Settlement> moved = new ArrayList<>();
        List<Runnable> records = new ArrayList<>();
        for (Settlement settlement : batch) {
            runner.move(settlement.run, settlement.outcome).ifPresent(record -> {
                moved.add(settlement);
                records.add(record);
            });
        }
        records.forEach(Runnable::run);
        return moved;
    }

    /** One run that waits. Its fields are guarded by the lock of its lane. */
    static final class Settlement {

        private final JobContext run;
        private final Outcome outcome;
        private boolean taken;
        private boolean committed;

        private Settlement(JobContext run, Outcome outcome) {
            this.run = run;
            this.outcome = outcome;
        }
    }
}
