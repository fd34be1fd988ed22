package dev.darkroom.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.darkroom.jobs.DispatchMode;
import dev.darkroom.jobs.Failure;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobEvent;
import dev.darkroom.jobs.JobReader;
import dev.darkroom.jobs.JobReader.Seen;
import dev.darkroom.jobs.ProcessRun;
import dev.darkroom.status.StatusView.Attempt;
import dev.darkroom.status.StatusView.Phase;
import dev.darkroom.status.StatusView.WaitingFor;
import dev.darkroom.status.WorkState.Status;
import dev.darkroom.web.CurrentVisitor;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Finds records, and combines them with their jobs into statuses. */
@ApplicationScoped
public class StatusReader {

    private final JobReader jobs;
    private final ProcessRun process;
    private final CurrentVisitor visitor;
    private final EntityManager database;
    private final ObjectReader attemptReader;
    private final List<RecordSource> sources;

    StatusReader(
            JobReader jobs,
            ProcessRun process,
            CurrentVisitor visitor,
            EntityManager database,
            ObjectMapper json,
            @All List<RecordSource> sources) {
        this.jobs = jobs;
        this.process = process;
        this.visitor = visitor;
        this.database = database;
        this.attemptReader = json.readerFor(Attempt[].class);
        this.sources = sources;
    }

    public StatusView read(TrackedRecord record) {
        return read(List.of(record)).get(0);
    }

    /** Executes the same number of statements for one record and for many, unless a job ends meanwhile. */
    public List<StatusView> read(List<? extends TrackedRecord> records) {
        Map<String, Seen> seen = jobsOf(records);
        Set<? extends TrackedRecord> lost = Set.copyOf(lost(records));
        boolean internals = visitor.seesInternals();
        return records.stream()
                .map(record -> view(record, seen.get(record.id().toString()), lost.contains(record), internals))
                .toList();
    }

    public <R extends TrackedRecord, T> List<T> read(List<R> records, BiFunction<R, StatusView, T> combination) {
        List<StatusView> views = read(records);
        return IntStream.range(0, records.size())
                .mapToObj(i -> combination.apply(records.get(i), views.get(i)))
                .toList();
    }

    /** Those of these records whose only try was in a process that is gone, or has ended without a known outcome. */
    public <R extends TrackedRecord> List<R> lost(List<R> records) {
        List<R> once = tried(records);
        Set<UUID> living = once.isEmpty() ? Set.of() : process.livingIds();
        return once.stream()
                .filter(record -> record.outcomeUnknown() || !living.contains(record.work().processRun))
                .toList();
    }

    /** The process that alone knows about the work, by record; empty if the visitor may not see internals. */
    public Map<UUID, String> soleProcesses(List<? extends TrackedRecord> records) {
        List<? extends TrackedRecord> once = visitor.seesInternals() ? tried(records) : List.of();
        Map<UUID, String> names = process.names(
                once.stream().map(record -> record.work().processRun).collect(Collectors.toSet()));
        return once.stream()
                .filter(record -> names.containsKey(record.work().processRun))
                .collect(Collectors.toMap(TrackedRecord::id, record -> names.get(record.work().processRun)));
    }

    /** Those of these records whose only try has not ended. */
    private static <R extends TrackedRecord> List<R> tried(List<R> records) {
        return records.stream()
                .filter(record -> record.work().is(Status.PROCESSING) && record.work().mode != DispatchMode.DURABLE)
                .toList();
    }

    /** The records of any type with these ids that belong to the owner. */
    public List<? extends TrackedRecord> find(Collection<UUID> ids, UUID owner) {
        return sources.stream()
                .flatMap(source -> source.find().apply(ids, owner).stream())
                .toList();
    }

    /** The owner's latest records of that type, the newest first. */
    public List<? extends TrackedRecord> latest(String type, UUID owner, int limit) {
        return sources.stream()
                .filter(source -> source.type().equals(type))
                .flatMap(source -> source.latest().apply(owner, limit).stream())
                .toList();
    }

    /** The effects of the job's work in the external system; null if it cannot be queried. */
    public RecordSource.Effects effects(Job job) {
        try {
            return sources.stream()
                    .filter(source -> source.kind().name().equals(job.kind))
                    .flatMap(source -> source.effects().apply(UUID.fromString(job.key)).stream())
                    .findFirst()
                    .orElse(null);
        } catch (Failure.Transient e) {
            return null;
        }
    }

    /** The work of a complete job of this kind, in words. */
    public String done(Job job) {
        return sources.stream()
                .filter(source -> source.kind().name().equals(job.kind))
                .map(RecordSource::done)
                .findFirst()
                .orElse("was done");
    }

    /** The status of the owner's record that the page after the sign-up should mention, or null. */
    public StatusView latestNotable(UUID owner) {
        return sources.stream()
                .flatMap(source -> source.latestNotable().apply(owner).stream())
                .map(this::read)
                .findFirst()
                .orElse(null);
    }

    /** The steps of the record's job; empty if it has none. */
    public List<JobTimeline.Row> timeline(TrackedRecord record) {
        return Job.find(record.kind(), record.id().toString())
                .map(job -> JobTimeline.rows(JobEvent.of(job.id), visitor.seesInternals()))
                .orElse(List.of());
    }

    /** The statuses of jobs without their records, as the board draws them. */
    public List<StatusView> ofJobs(List<Seen> jobs) {
        boolean internals = visitor.seesInternals();
        return jobs.stream().map(seen -> ofJob(seen, internals)).toList();
    }

    private StatusView ofJob(Seen seen, boolean internals) {
        Job job = seen.job();
        Phase phase = Phase.of(job);
        List<Attempt> runs = runs(seen.runs());
        boolean silent = isSilent(phase, seen, runs);
        return new StatusView(
                job.id,
                status(job.state).label(),
                phase.label(),
                DispatchMode.DURABLE.label(),
                job.attempt,
                job.maxAttempts,
                phase == Phase.RETRYING ? job.runAt : null,
                seen.place(),
                null,
                internals ? runs : runs.stream().map(Attempt::withoutProcess).toList(),
                silent ? job.leasedUntil : null,
                WaitingFor.of(job.maxAttempts == null, phase, seen, silent, internals),
                job.state == Job.State.COMPLETE ? null : job.lastError,
                null,
                job.createdAt,
                job.startedAt,
                job.finishedAt,
                null,
                Map.of("job", "/jobs/" + job.id));
    }

    private static Status status(Job.State state) {
        return switch (state) {
            case QUEUED, RUNNING, UNKNOWN -> Status.PROCESSING;
            case COMPLETE -> Status.COMPLETE;
            case DEAD, CANCELLED -> Status.FAILED;
        };
    }

    /** The record, read again if its job has ended and it has not: records are read before their jobs. */
    private TrackedRecord current(TrackedRecord record, Seen seen) {
        if (seen == null || seen.job().finishedAt == null || !record.work().is(Status.PROCESSING)) {
            return record;
        }
        database.detach(record);
        TrackedRecord now = database.find(record.getClass(), record.id());
        return now == null ? record : now;
    }

    /** A complete record has copied what its status needs. */
    private Map<String, Seen> jobsOf(List<? extends TrackedRecord> records) {
        Map<String, String> kinds = records.stream()
                .filter(record -> !record.work().is(Status.COMPLETE))
                .collect(Collectors.toMap(record -> record.id().toString(), record -> record.kind()
                        .name()));
        return kinds.isEmpty()
                ? Map.of()
                : jobs.find(Set.copyOf(kinds.values()), kinds.keySet()).stream()
                        .collect(Collectors.toMap(seen -> seen.job().key, Function.identity()));
    }

    /** A record that has ended keeps a copy of its runs, so that its status stays when its job is pruned. */
    private StatusView view(TrackedRecord read, Seen seen, boolean lost, boolean internals) {
        TrackedRecord record = current(read, seen);
        WorkState work = record.work();
        Job job = seen == null ? null : seen.job();
        Phase phase = lost ? Phase.LOST : phase(work, job);
        Attempts attempts = Attempts.of(work, job);
        List<Attempt> runs = runs(work.runs != null || seen == null ? work.runs : seen.runs());
        boolean silent = isSilent(phase, seen, runs);
        return new StatusView(
                record.id(),
                work.status.label(),
                phase.label(),
                work.mode.label(),
                attempts.number(),
                attempts.limit(),
                phase == Phase.RETRYING ? job.runAt : null,
                seen == null ? null : seen.place(),
                record.progress(),
                internals ? runs : runs.stream().map(Attempt::withoutProcess).toList(),
                silent ? job.leasedUntil : null,
                WaitingFor.of(record.kind().unlimitedAttempts(), phase, seen, silent, internals),
                error(work, job),
                record.warning(),
                work.acceptedAt,
                job == null ? work.startedAt : job.startedAt,
                work.finishedAt,
                work.requestMs,
                links(record, job, attempts));
    }

    /** The record is read before its job. If the job fails for the first time in between, only the job has the reason. */
    private static String error(WorkState work, Job job) {
        boolean stale = work.error == null && job != null && work.is(Status.PROCESSING);
        return stale ? job.lastError : work.error;
    }

    private static Phase phase(WorkState work, Job job) {
        if (work.isCancelled()) {
            return Phase.CANCELLED;
        }
        if (work.status != Status.PROCESSING) {
            return work.status == Status.COMPLETE ? Phase.DONE : Phase.DEAD;
        }
        if (job == null) {
            return work.startedAt == null ? Phase.QUEUED : Phase.RUNNING;
        }
        return job.state == Job.State.RUNNING || job.state == Job.State.UNKNOWN ? Phase.of(job) : waiting(job);
    }

    private static Phase waiting(Job job) {
        return job.attempt == 0 ? Phase.QUEUED : Phase.RETRYING;
    }

    private static boolean isSilent(Phase phase, Seen seen, List<Attempt> runs) {
        return phase == Phase.RUNNING
                && seen != null
                && (seen.silent() || runs.stream().anyMatch(Attempt::isKilled));
    }

    private List<Attempt> runs(String runs) {
        try {
            return runs == null ? List.of() : List.of(attemptReader.<Attempt[]>readValue(runs));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> links(TrackedRecord record, Job job, Attempts attempts) {
        Map<String, String> links = new LinkedHashMap<>();
        links.put("self", record.statusPath());
        links.putAll(record.links());
        links.put("job", attempts.job() == null ? null : "/jobs/" + attempts.job());
        if (job != null && job.state == Job.State.DEAD && job.retryable) {
            links.put("retry", "/jobs/" + job.id + "/retry");
        }
        return links;
    }

    /** The job and its attempts. A finished record keeps a copy, so that its status stays when its job is pruned. */
    private record Attempts(UUID job, int number, Integer limit) {

        static Attempts of(WorkState work, Job job) {
            if (job != null) {
                return new Attempts(job.id, job.attempt, job.maxAttempts);
            }
            return work.job == null ? new Attempts(null, 1, 1) : new Attempts(work.job, work.attempt, work.maxAttempts);
        }
    }
}
