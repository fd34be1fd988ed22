package dev.darkroom.board;

import dev.darkroom.board.JobPage.Counts;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobEvent;
import dev.darkroom.jobs.JobEvent.Step;
import dev.darkroom.jobs.JobList;
import dev.darkroom.jobs.JobList.Group;
import dev.darkroom.jobs.JobList.Page;
import dev.darkroom.jobs.JobReader;
import dev.darkroom.jobs.JobReader.Seen;
import dev.darkroom.jobs.LaneReader;
import dev.darkroom.jobs.ProcessRun;
import dev.darkroom.jobs.ProcessRun.Living;
import dev.darkroom.status.StatusReader;
import dev.darkroom.status.StatusView;
import dev.darkroom.web.CurrentVisitor;
import dev.darkroom.web.People;
import jakarta.enterprise.context.RequestScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reads the {@link Board} and the page of a job. A visitor sees their own jobs, an operator all. */
@RequestScoped
class BoardReader {

    private final JobList list;
    private final JobReader jobs;
    private final LaneReader lanes;
    private final People people;
    private final ProcessRun process;
    private final StatusReader statuses;
    private final CurrentVisitor visitor;

    BoardReader(
            JobList list,
            JobReader jobs,
            LaneReader lanes,
            People people,
            ProcessRun process,
            StatusReader statuses,
            CurrentVisitor visitor) {
        this.list = list;
        this.jobs = jobs;
        this.lanes = lanes;
        this.people = people;
        this.process = process;
        this.statuses = statuses;
        this.visitor = visitor;
    }

    Optional<Job> find(UUID id) {
        return Job.findFor(visitor.isOperator() ? null : visitor.id().toString(), id);
    }

    /** Without a state in the address, the board opens on what needs attention, if anything does. */
    Board read(JobFilter wanted, String notice) {
        Map<Group, Long> counts = list.count(wanted.query(owners()));
        JobFilter filter = wanted.group() != null ? wanted : wanted.with(opening(counts));
        Page page = page(filter);
        List<Living> processes = process.living();
        return new Board(
                rows(page.jobs()),
                visitor.isOperator(),
                filter,
                counts,
                list.kinds(),
                cards(processes),
                visitor.seesInternals(),
                visitor.seesInternals() ? processes : null,
                next(filter, page),
                notice);
    }

    Page page(JobFilter filter) {
        return list.latest(filter.query(owners()));
    }

    /** The address of the next page, or null. */
    static String next(JobFilter filter, Page page) {
        return page.more() ? filter.after(page.jobs().get(page.jobs().size() - 1).id) : null;
    }

    /** The owners of these jobs; null for everybody. */
    private Collection<String> owners() {
        return visitor.isOperator() ? null : List.of(visitor.id().toString());
    }

    private static Group opening(Map<Group, Long> counts) {
        return counts.getOrDefault(Group.ATTENTION, 0L) > 0 ? Group.ATTENTION : Group.ALL;
    }

    /** A job that was deleted meanwhile has no row. */
    private List<ListedJob> rows(List<Job> latest) {
        Map<UUID, Seen> seen = jobs
                .find(
                        latest.stream().map(job -> job.kind).collect(Collectors.toSet()),
                        latest.stream().map(job -> job.key).toList())
                .stream()
                .collect(Collectors.toMap(each -> each.job().id, each -> each));
        List<Seen> ordered = latest.stream()
                .map(job -> seen.get(job.id))
                .filter(Objects::nonNull)
                .toList();
        List<StatusView> views = statuses.ofJobs(ordered);
        Instant now = Instant.now();
        String me = visitor.id().toString();
        boolean all = visitor.isOperator();
        Map<String, String> names = all ? people.emails(owners(ordered)) : Map.of();
        return IntStream.range(0, ordered.size())
                .mapToObj(i -> {
                    String owner = ordered.get(i).job().owner;
                    String name = all ? names.getOrDefault(owner, owner) : null;
                    return new ListedJob(ordered.get(i), views.get(i), now, owner.equals(me), name);
                })
                .toList();
    }

    private static Set<String> owners(List<Seen> jobs) {
        return jobs.stream().map(seen -> seen.job().owner).collect(Collectors.toSet());
    }

    private List<LaneCard> cards(List<Living> processes) {
        long ready =
                processes.stream().filter(one -> one.runsJobs() && one.ready()).count();
        return lanes.read().stream()
                .map(load -> new LaneCard(load, ready, person(load.pausedBy())))
                .toList();
    }

    private String person(String by) {
        boolean me = visitor.email().equals(by);
        return me ? "you" : visitor.isOperator() ? by : null;
    }

    /** @param conflict explains a refused retry, or is null */
    JobPage jobPage(Job job, boolean allHeartbeats, String conflict) {
        List<JobEvent> events = JobEvent.of(job.id);
        StatusView status = status(job);
        boolean internals = visitor.seesInternals();
        long leaseMs = process.lease().toMillis();
        String done = statuses.done(job);
        return new JobPageBuilder(job, events, status, process.now(), leaseMs, internals, process.usesBroker(), done)
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
    private LaneReader.Snapshot queue(Job job, StatusView status) {
        return status == null || status.queuePosition() == null || job.lane == null ? null : lanes.queue(job.lane);
    }
}
