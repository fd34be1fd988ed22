package dev.darkroom.jobs;

import dev.darkroom.jobs.JobRunner.Outcome;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Completes several jobs of a lane in one transaction, which costs one wait for the disk. Only for speed: {@link JobRunner}
 * settles each run that is left over.
 *
 * <p>One worker at a time commits for its lane. The others leave their runs in its queue and take their next jobs.
 */
@ApplicationScoped
class GroupCommit {

    private static final Logger LOG = Logger.getLogger("job");
    static final int MOST = 50;

    private final JobTable jobs;
    private final HandlerRegistry handlers;
    private final RunningJobs running;
    private final Statements database;
    private final Map<Lane, Batches> lanes = new ConcurrentHashMap<>();

    GroupCommit(JobTable jobs, HandlerRegistry handlers, RunningJobs running, Statements database) {
        this.jobs = jobs;
        this.handlers = handlers;
        this.running = running;
        this.database = database;
    }

    /** Settles a run, at once or with the next batch. {@code alone} gets each run that no batch settles. */
    void settle(JobContext run, Outcome outcome, BiConsumer<JobContext, Outcome> alone) {
        Batches lane = lanes.computeIfAbsent(run.job().lane, any -> new Batches());
        if (!lane.add(run, outcome)) {
            alone.accept(run, outcome);
        }
        // Another run may have come between the last look at the queue and the end of this worker's turn.
        while (!lane.waiting.isEmpty() && lane.turn.tryAcquire()) {
            List<Settlement> left;
            try {
                left = commit(lane.next());
            } finally {
                lane.turn.release();
            }
            left.forEach(one -> alone.accept(one.run, one.outcome));
        }
    }

    /** Returns the runs that are not settled: all if the batch fails, otherwise those that have lost their lease. */
    private List<Settlement> commit(List<Settlement> batch) {
        Set<UUID> complete = Set.of();
        try {
            complete = complete(batch);
        } catch (Throwable e) {
            LOG.debugf("%d runs are settled one by one: %s", batch.size(), e);
        }
        List<Settlement> left = new ArrayList<>();
        for (Settlement one : batch) {
            if (complete.contains(one.run.job().id)) {
                running.remove(one.run);
            } else {
                left.add(one);
            }
        }
        return left;
    }

    /** A run without its lease does not stop the others. A locked row or a failing record does. */
    @Transactional
    Set<UUID> complete(List<Settlement> batch) {
        database.update("SET LOCAL lock_timeout = '1s'", Map.of());
        Map<UUID, Object> results = new HashMap<>();
        batch.forEach(one -> results.put(one.run.job().id, one.outcome.result()));
        List<Job> moved = jobs.complete(batch.stream().map(one -> one.run).toList());
        moved.stream().collect(Collectors.groupingBy(job -> job.kind)).forEach((kind, some) -> handlers.of(kind)
                .succeeding(some));
        moved.forEach(job -> handlers.of(job.kind).succeeded(job.key, results.get(job.id), JobHandler.End.of(job)));
        return moved.stream().map(job -> job.id).collect(Collectors.toSet());
    }

    /** A run that waits for a batch. */
    record Settlement(JobContext run, Outcome.Succeeded outcome) {}

    /** The runs of a lane that wait for a batch, and the turn to commit them. */
    static final class Batches {

        private final BlockingQueue<Settlement> waiting = new ArrayBlockingQueue<>(MOST);
        private final Semaphore turn = new Semaphore(1);

        /** Waits for a place while a batch is committed, but not long: a locked row may stop it. */
        boolean add(JobContext run, Outcome outcome) {
            try {
                return outcome instanceof Outcome.Succeeded end
                        && waiting.offer(new Settlement(run, end), 200, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                return false;
            }
        }

        /** Two runs of one job are never in one batch: nothing there tells which of them has the lease. */
        List<Settlement> next() {
            List<Settlement> batch = new ArrayList<>();
            Set<UUID> jobs = new HashSet<>();
            for (Settlement one = waiting.peek(); one != null && jobs.add(one.run.job().id); one = waiting.peek()) {
                batch.add(waiting.poll());
            }
            return batch;
        }
    }
}
