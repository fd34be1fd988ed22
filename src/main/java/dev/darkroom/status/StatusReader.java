package dev.darkroom.status;

import dev.darkroom.jobs.DispatchMode;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobEvent;
import dev.darkroom.jobs.ProcessRun;
import dev.darkroom.web.ClosedProfile;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Puts together what a record and its job say. */
@ApplicationScoped
public class StatusReader {

    private final ProcessRun process;
    private final List<RecordSource> sources;

    StatusReader(ProcessRun process, @All List<RecordSource> sources) {
        this.process = process;
        this.sources = sources;
    }

    /** What became of the record that the visitor should hear of first; null if there is none. */
    public StatusView news(UUID owner) {
        return sources.stream()
                .flatMap(source -> source.news(owner).stream())
                .map(this::read)
                .findFirst()
                .orElse(null);
    }

    /** What has happened to the work on it so far; nothing where there is no job. */
    public List<JobTimeline> timeline(TrackedRecord one) {
        return Job.of(one.kind().name(), List.of(one.id().toString())).stream()
                .findFirst()
                .map(job -> JobTimeline.of(JobEvent.of(job.id), !ClosedProfile.isClosed()))
                .orElse(List.of());
    }

    public StatusView read(TrackedRecord one) {
        return read(List.of(one)).get(0);
    }

    public List<StatusView> read(List<? extends TrackedRecord> records) {
        Map<String, Job> jobs = jobsOf(records);
        return records.stream()
                .map(one -> view(one, jobs.get(one.id().toString())))
                .toList();
    }

    private static Map<String, Job> jobsOf(List<? extends TrackedRecord> records) {
        return records.stream()
                .collect(Collectors.groupingBy(
                        one -> one.kind().name(),
                        Collectors.mapping(one -> one.id().toString(), Collectors.toList())))
                .entrySet()
                .stream()
                .flatMap(kind -> Job.of(kind.getKey(), kind.getValue()).stream())
                .collect(Collectors.toMap(job -> job.key, Function.identity()));
    }

    private StatusView view(TrackedRecord one, Job job) {
        WorkState processing = one.processing();
        Phase phase = phase(processing, job);
        Attempts attempts = Attempts.of(processing, job);
        boolean retrying = phase == Phase.RETRYING;
        return new StatusView(
                one.id(),
                processing.status.label(),
                phase.label(),
                processing.mode.label(),
                attempts.number(),
                attempts.most(),
                retrying ? job.runAt : null,
                job == null ? null : job.queuePosition().orElse(null),
                new StatusView.Progress(processing.step, processing.done, processing.total),
                processing.error,
                processing.acceptedAt,
                processing.startedAt,
                processing.finishedAt,
                processing.requestMs,
                links(one, job, attempts));
    }

    /**
     * How often it was tried, and by which job. A record that is complete remembers it: its job is forgotten after a time,
     * and what is complete must go on saying the same.
     */
    private record Attempts(UUID job, int number, Integer most) {

        private static final Attempts ONLY_ONE = new Attempts(null, 1, 1);

        static Attempts of(WorkState processing, Job job) {
            if (processing.is(Status.COMPLETE)) {
                return processing.job == null
                        ? ONLY_ONE
                        : new Attempts(processing.job, processing.attempt, processing.maxAttempts);
            }
            return job == null ? ONLY_ONE : new Attempts(job.id, job.attempt, job.maxAttempts);
        }

        String link() {
            return job == null ? null : "/jobs/" + job;
        }
    }

    private Phase phase(WorkState processing, Job job) {
        if (processing.status == Status.COMPLETE) {
            return Phase.DONE;
        }
        if (processing.status == Status.FAILED) {
            return Phase.DEAD;
        }
        if (processing.mode != DispatchMode.DURABLE && process.isGone(processing.processRun)) {
            return Phase.LOST;
        }
        if (job == null) {
            return processing.startedAt == null ? Phase.QUEUED : Phase.RUNNING;
        }
        if (job.state == Job.State.RUNNING) {
            return Phase.RUNNING;
        }
        return job.attempt == 0 ? Phase.QUEUED : Phase.RETRYING;
    }

    private static Map<String, String> links(TrackedRecord one, Job job, Attempts attempts) {
        Map<String, String> links = new LinkedHashMap<>();
        links.put("self", one.statusPath());
        links.putAll(one.links());
        links.put("job", attempts.link());
        if (job != null && job.state == Job.State.DEAD && job.retryable) {
            links.put("retry", "/jobs/" + job.id + "/retry");
        }
        return links;
    }
}
