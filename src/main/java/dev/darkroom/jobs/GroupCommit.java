package dev.darkroom.jobs;

import dev.darkroom.jobs.JobHandler.End;
import dev.darkroom.jobs.JobRunner.Outcome;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Completes several jobs of a lane in one transaction, which costs one wait for the disk. Only for speed: {@link JobRunner}
 * settles each run that is left over.
 *
 * <p>The worker that gets the lock commits for all that wait. The others find their job complete, or are next.
 */
@ApplicationScoped
class GroupCommit {

    private static final Logger LOG = Logger.getLogger("job");
    private static final int MOST = 50;

    private final JobTable jobs;
    private final HandlerRegistry handlers;
    private final Statements database;
    private final Map<Lane, Queue<Settlement>> waiting = new ConcurrentHashMap<>();

    GroupCommit(JobTable jobs, HandlerRegistry handlers, Statements database) {
        this.jobs = jobs;
        this.handlers = handlers;
        this.database = database;
    }

    /** Returns whether the outcome is committed. If not, the caller settles the run alone. */
    boolean settle(JobContext run, Outcome outcome) {
        if (!(outcome instanceof Outcome.Succeeded succeeded)) {
            return false;
        }
        Settlement mine = new Settlement(run, succeeded.result());
        Queue<Settlement> lane = waiting.computeIfAbsent(run.job().lane, any -> new ConcurrentLinkedQueue<>());
        lane.add(mine);
        synchronized (lane) {
            while (!mine.taken) {
                commit(take(lane));
            }
            return mine.committed;
        }
    }

    /** Of two runs of one job, the later is settled alone: within a batch, nothing tells which of them has the lease. */
    private static List<Settlement> take(Queue<Settlement> lane) {
        List<Settlement> batch = new ArrayList<>();
        Set<UUID> jobs = new HashSet<>();
        for (Settlement next = lane.poll(); next != null; next = batch.size() < MOST ? lane.poll() : null) {
            next.taken = true;
            if (jobs.add(next.run.job().id)) {
                batch.add(next);
            }
        }
        return batch;
    }

    private void commit(List<Settlement> batch) {
        try {
            Set<UUID> complete = complete(batch);
            batch.forEach(one -> one.committed = complete.contains(one.run.job().id));
        } catch (RuntimeException e) {
            LOG.debugf("%d runs are settled one by one: %s", batch.size(), e);
        }
    }

    /** A fenced run does not stop the others. A locked row or a failing record does: then all are settled one by one. */
    @Transactional
    Set<UUID> complete(List<Settlement> batch) {
        database.update("SET LOCAL lock_timeout = '1s'", Map.of());
        Map<UUID, Job> complete = jobs
                .complete(batch.stream().map(one -> one.run).toList())
                .stream()
                .collect(Collectors.toMap(job -> job.id, job -> job));
        batch.stream().filter(one -> complete.containsKey(one.run.job().id)).forEach(one -> {
            Job job = complete.get(one.run.job().id);
            handlers.of(job.kind).succeeded(job.key, one.result, End.of(job));
        });
        return complete.keySet();
    }

    /** One run that waits. Its fields are guarded by its lane's queue. */
    static final class Settlement {

        private final JobContext run;
        private final Object result;
        private boolean taken;
        private boolean committed;

        private Settlement(JobContext run, Object result) {
            this.run = run;
            this.result = result;
        }
    }
}
