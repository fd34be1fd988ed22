package dev.darkroom.status;

import dev.darkroom.jobs.DispatchMode;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobEvent;
import dev.darkroom.jobs.ProcessRun;
import dev.darkroom.status.RecordSource.Effects;
import dev.darkroom.status.StatusView.Phase;
import dev.darkroom.status.WorkState.Status;
import dev.darkroom.web.ClosedProfile;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds records, and combines them with their jobs into statuses. */
@ApplicationScoped
public class StatusReader {

    private final ProcessRun process;
    private final List<RecordSource> sources;

    StatusReader(ProcessRun process, @All List<RecordSource> sources) {
        this.process = process;
        this.sources = sources;
    }

    public StatusView read(TrackedRecord record) {
        return read(List.of(record)).get(0);
    }

    public List<StatusView> read(List<? extends TrackedRecord> records) {
        Map<String, Job> jobs = jobsOf(records);
        return records.stream()
                .map(record -> view(record, jobs.get(record.id().toString())))
                .toList();
    }

    /** The records of any type with these ids that belong to the owner. */
    public List<? extends TrackedRecord> find(Collection<UUID> ids, UUID owner) {
        return sources.stream()
                .flatMap(source -> source.find(ids, owner).stream())
                .toList();
    }

    /** The effects of the job's work in the external system; null if it cannot be queried. */
    public Effects effects(Job job) {
        return sources.stream()
                .filter(source -> source.kind().name().equals(job.kind))
                .flatMap(source -> source.effects(UUID.fromString(job.key)).stream())
                .findFirst()
                .orElse(null);
    }

    /** The status of the owner's record that the page after the sign-up should mention, or null. */
    public StatusView latestNotable(UUID owner) {
        return sources.stream()
                .flatMap(source -> source.latestNotable(owner).stream())
                .map(this::read)
                .findFirst()
                .orElse(null);
    }

    /** The steps of the record's job; empty if it has none. */
    public List<JobTimeline.Row> timeline(TrackedRecord record) {
        return Job.find(record.kind(), record.id().toString())
                .map(job -> JobTimeline.rows(JobEvent.of(job.id), !ClosedProfile.isClosed()))
                .orElse(List.of());
    }

    private static Map<String, Job> jobsOf(List<? extends TrackedRecord> records) {
        List<String> kinds =
                records.stream().map(record -> record.kind().name()).distinct().toList();
        List<String> keys =
                records.stream().map(record -> record.id().toString()).toList();
        return Job.findByKeys(kinds, keys).stream().collect(Collectors.toMap(job -> job.key, Function.identity()));
    }

    private StatusView view(TrackedRecord record, Job job) {
        WorkState work = record.work();
        Phase phase = phase(work, job);
        Attempts attempts = Attempts.of(work, job);
        return new StatusView(
                record.id(),
                work.status.label(),
                phase.name().toLowerCase(Locale.ROOT),
                work.mode.label(),
                attempts.number(),
                attempts.limit(),
                phase == Phase.RETRYING ? job.runAt : null,
                job == null ? null : job.queuePosition().orElse(null),
                new StatusView.Progress(work.step, work.done, work.total),
                error(work, job),
                work.acceptedAt,
                work.startedAt,
                work.finishedAt,
                work.requestMs,
                links(record, job, attempts));
    }

    /** The record is read before its job. If the job fails for the first time in between, only the job has the reason. */
    private static String error(WorkState work, Job job) {
        boolean stale = work.error == null && job != null && work.is(Status.PROCESSING);
        return stale ? job.lastError : work.error;
    }

    private Phase phase(WorkState work, Job job) {
        if (work.status != Status.PROCESSING) {
            return work.status == Status.COMPLETE ? Phase.DONE : Phase.DEAD;
        }
        if (work.mode != DispatchMode.DURABLE && process.isGone(work.processRun)) {
            return Phase.LOST;
        }
        if (job == null) {
            return work.startedAt == null ? Phase.QUEUED : Phase.RUNNING;
        }
        if (job.state == Job.State.RUNNING) {
            return Phase.RUNNING;
        }
        return job.attempt == 0 ? Phase.QUEUED : Phase.RETRYING;
    }

    private static Map<String, String> links(TrackedRecord record, Job job, Attempts attempts) {
        Map<String, String> links = new LinkedHashMap<>();
        links.put("self", record.statusPath());
        links.putAll(record.links());
        links.put("job", attempts.link());
        if (job != null && job.state == Job.State.DEAD && job.retryable) {
            links.put("retry", "/jobs/" + job.id + "/retry");
        }
        return links;
    }

    /** The job and its attempts. A complete record keeps a copy, so that its status stays when its job is pruned. */
    private record Attempts(UUID job, int number, Integer limit) {

        private static final Attempts ONE_OF_ONE = new Attempts(null, 1, 1);

        static Attempts of(WorkState work, Job job) {
            if (work.is(Status.COMPLETE)) {
                return work.job == null ? ONE_OF_ONE : new Attempts(work.job, work.attempt, work.maxAttempts);
            }
            return job == null ? ONE_OF_ONE : new Attempts(job.id, job.attempt, job.maxAttempts);
        }

        String link() {
            return job == null ? null : "/jobs/" + job;
        }
    }
}
