package dev.darkroom.board;

import dev.darkroom.board.JobPage.Counts;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobEvent;
import dev.darkroom.jobs.JobEvent.Step;
import dev.darkroom.jobs.LaneQueue;
import dev.darkroom.jobs.ProcessRun;
import dev.darkroom.status.StatusReader;
import dev.darkroom.status.StatusView;
import dev.darkroom.web.CurrentVisitor;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Reads what a job's page shows. */
@ApplicationScoped
class JobPages {

    private final ProcessRun process;
    private final StatusReader statuses;
    private final LaneQueue queues;
    private final CurrentVisitor visitor;

    JobPages(ProcessRun process, StatusReader statuses, LaneQueue queues, CurrentVisitor visitor) {
        this.process = process;
        this.statuses = statuses;
        this.queues = queues;
        this.visitor = visitor;
    }

    /** @param conflict explains a refused retry, or is null */
    JobPage read(Job job, boolean allHeartbeats, String conflict) {
        List<JobEvent> events = JobEvent.of(job.id);
        StatusView status = status(job);
        return new JobPageBuilder(
                        job,
                        events,
                        status,
                        process.now(),
                        process.lease().toMillis(),
                        visitor.seesInternals(),
                        process.usesBroker(),
                        statuses.done(job))
                .build(counts(job, events), queue(job, status), allHeartbeats, conflict);
    }

    Counts counts(Job job, List<JobEvent> events) {
        return new Counts(count(events, Step.DUPLICATE), count(events, Step.CLAIMED), statuses.effects(job));
    }

    private static int count(List<JobEvent> events, Step step) {
        return (int) events.stream().filter(event -> event.step == step).count();
    }

    /** Null without a record, as for a kind of a newer version, whose keys may be anything. */
    private StatusView status(Job job) {
        UUID record;
        UUID owner;
        try {
            record = UUID.fromString(job.key);
            owner = UUID.fromString(job.owner);
        } catch (IllegalArgumentException e) {
            return null;
        }
        List<StatusView> status = statuses.read(statuses.find(List.of(record), owner));
        return status.isEmpty() ? null : status.get(0);
    }

    /** The lane of a job that is due; null if it waits for something else, or does not wait. */
    private LaneQueue.Snapshot queue(Job job, StatusView status) {
        return status == null || status.queuePosition() == null || job.lane == null ? null : queues.read(job.lane);
    }
}
