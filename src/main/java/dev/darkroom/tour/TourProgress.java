package dev.darkroom.tour;

import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobEvent;
import dev.darkroom.jobs.JobEvent.Step;
import dev.darkroom.jobs.ProcessRun;
import dev.darkroom.status.RecordSource.Effects;
import dev.darkroom.status.StatusReader;
import dev.darkroom.status.StatusView;
import dev.darkroom.status.TrackedRecord;
import dev.darkroom.tour.Goal.Records;
import dev.darkroom.web.CurrentVisitor;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Checks the goals of a stop by the visitor's latest records, the events of their jobs, and their effects. */
@ApplicationScoped
class TourProgress {

    /** A walk through all stops makes fewer records of each type. */
    private static final int LATEST = 30;

    /** After that time, the last transaction of a killed process is committed or rolled back. */
    private static final Duration DYING = Duration.ofSeconds(30);

    /** The kind of the jobs that run a record's work again. Their subject is the record. */
    private static final String RERUN = "charge-again";

    private final StatusReader statuses;
    private final ProcessRun process;
    private final CurrentVisitor visitor;

    TourProgress(StatusReader statuses, ProcessRun process, CurrentVisitor visitor) {
        this.statuses = statuses;
        this.process = process;
        this.visitor = visitor;
    }

    /** The visitor kills that process at that time. */
    record Kill(UUID process, Instant at) {}

    /** A record that the visitor made, with the steps of its job. */
    record Made(String type, TrackedRecord record, StatusView status, List<JobEvent> events) {

        String job() {
            return status.links().get("job");
        }

        boolean is(String madeBy) {
            return madeBy.equals(type + " " + status.mode());
        }

        long taken(Step step) {
            return events.stream().filter(event -> event.step == step).count();
        }

        /** The moments of the record, the latest first: its mode with a step of its job, or with its phase. */
        List<String> moments() {
            List<String> steps = new ArrayList<>(events.stream()
                    .map(event -> status.mode() + " " + event.step.label())
                    .toList());
            Collections.reverse(steps);
            return steps.isEmpty() ? List.of(status.mode() + " " + status.phase()) : steps;
        }
    }

    /**
     * @param status {@code processing} while a record that the stop's trials made can change by itself
     * @param goals whether each is reached, in their order
     * @param nothingLeft whether the visitor's kill has left neither a record nor a job
     * @param records the latest that the trials made, the oldest first
     * @param lit the lit lines of the source, as "excerpt-line"
     */
    public record Progress(
            String status, List<Boolean> goals, boolean nothingLeft, List<StatusView> records, List<String> lit) {

        public boolean complete() {
            return !goals.contains(false);
        }

        public boolean moving() {
            return status.equals("processing");
        }

        public boolean isLit(int excerpt, int line) {
            return lit.contains(excerpt + "-" + line);
        }

        public long axis() {
            return Math.max(4000, StatusView.axis(records));
        }
    }

    /** Reads once what the visitor has made. A visitor without a session has made nothing. */
    List<Progress> of(List<TourStop> stops, Optional<Kill> noted) {
        boolean signedIn = visitor.isSignedIn();
        List<Made> made = signedIn ? made(stops) : List.of();
        Optional<Kill> kill = noted.filter(any -> signedIn);
        boolean dying = kill.filter(this::isDying).isPresent();
        boolean nothingLeft =
                kill.filter(any -> !dying && hasLeftNothing(any, made)).isPresent();
        return stops.stream()
                .map(stop -> progress(stop, made, dying, nothingLeft))
                .toList();
    }

    private Progress progress(TourStop stop, List<Made> made, boolean dying, boolean nothingLeft) {
        List<Made> own = made.stream()
                .filter(one -> stop.made().stream().anyMatch(one::is))
                .limit(stop.rows())
                .toList();
        List<StatusView> rows = new ArrayList<>(own.stream().map(Made::status).toList());
        Collections.reverse(rows);
        boolean moving = rows.stream().anyMatch(StatusView::moving)
                || stop.waitsForKill() && dying
                || stop.waitsForReruns() && !own.isEmpty() && reruns(own.get(0), false) > 0;
        return new Progress(
                moving ? "processing" : "complete",
                stop.goals().stream()
                        .map(goal -> isReached(goal, made, nothingLeft))
                        .toList(),
                nothingLeft && stop.waitsForKill(),
                rows,
                lit(stop.code(), own));
    }

    private boolean isReached(Goal goal, List<Made> made, boolean nothingLeft) {
        if (!(goal.condition() instanceof Records wanted)) {
            return nothingLeft;
        }
        return made.stream()
                .filter(one -> meets(one, wanted))
                .skip(wanted.count() - 1)
                .findFirst()
                .isPresent();
    }

    private boolean meets(Made made, Records wanted) {
        return made.is(wanted.type() + " " + wanted.mode().label())
                && (wanted.phase() == null || wanted.phase().equals(made.status.phase()))
                && (wanted.has().isEmpty() || wanted.has().stream().anyMatch(step -> made.taken(step) > 0))
                && wanted.once().stream().allMatch(step -> made.taken(step) == 1)
                && wanted.presses() <= made.record.presses()
                && (wanted.reruns() == 0 || wanted.reruns() <= reruns(made, true))
                && (wanted.effects() == null || wanted.effects().contains(effects(made)));
    }

    private long reruns(Made made, boolean ended) {
        String condition =
                "owner = ?1 and kind = ?2 and subject like ?3 and finishedAt is " + (ended ? "not null" : "null");
        return Job.count(condition, visitor.id().toString(), RERUN, "%" + made.record.id() + "%");
    }

    private long effects(Made made) {
        return Job.find(made.record.kind(), made.record.id().toString())
                .map(statuses::effects)
                .map(Effects::count)
                .orElse(0L);
    }

    /** A process counts as alive for some seconds after its last sign of life. */
    private boolean isDying(Kill kill) {
        return kill.at.plus(DYING).isAfter(process.now()) && process.livingIds().contains(kill.process);
    }

    /** Neither a mail that the process accepted, nor a job without its record. */
    private boolean hasLeftNothing(Kill kill, List<Made> made) {
        String own = "owner = ?1 and createdAt between ?2 and ?3 and kind <> ?4";
        Instant end = kill.at.plus(DYING);
        List<UUID> jobs = Job.<Job>list(own, visitor.id().toString(), kill.at, end, RERUN).stream()
                .map(job -> UUID.fromString(job.key))
                .toList();
        return !process.livingIds().contains(kill.process)
                && made.stream()
                        .noneMatch(one -> one.is("mails durable")
                                && kill.process.equals(one.record.work().acceptedBy())
                                && one.status.acceptedAt().isAfter(kill.at))
                && statuses.find(jobs, visitor.id()).size() == jobs.size();
    }

    private List<String> moments(Made latest) {
        return reruns(latest, true) > 0
                ? Stream.concat(Stream.of("durable rerun"), latest.moments().stream())
                        .toList()
                : latest.moments();
    }

    /** The lines that the latest record lights, of those that light any. */
    private List<String> lit(List<Excerpt> code, List<Made> own) {
        return own.stream()
                .map(one -> lines(code, moments(one)))
                .filter(lines -> !lines.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    private static List<String> lines(List<Excerpt> code, List<String> moments) {
        return IntStream.range(0, code.size())
                .boxed()
                .flatMap(place -> code.get(place).lit(moments).map(line -> place + "-" + line).stream())
                .toList();
    }

    /** The latest records of the types that the stops make, the newest first. */
    private List<Made> made(List<TourStop> stops) {
        List<Made> made = new ArrayList<>();
        for (String type : TourStop.types(stops)) {
            List<? extends TrackedRecord> records = statuses.latest(type, visitor.id(), LATEST);
            made.addAll(statuses.read(records, (record, status) -> new Made(type, record, status, new ArrayList<>())));
        }
        Map<String, Made> byJob = made.stream()
                .filter(one -> one.job() != null)
                .collect(Collectors.toMap(Made::job, Function.identity()));
        List<UUID> jobs = byJob.keySet().stream()
                .map(job -> UUID.fromString(job.replace("/jobs/", "")))
                .toList();
        JobEvent.<JobEvent>list("jobId in ?1 and step <> ?2 order by id", jobs, Step.HEARTBEAT)
                .forEach(event -> byJob.get("/jobs/" + event.jobId).events.add(event));
        made.sort((one, other) -> other.status.acceptedAt().compareTo(one.status.acceptedAt()));
        return made;
    }
}
