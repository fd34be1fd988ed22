package dev.darkroom.board;

import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobControl;
import dev.darkroom.jobs.JobControl.Refused;
import dev.darkroom.jobs.JobEvent;
import dev.darkroom.jobs.JobList;
import dev.darkroom.jobs.JobList.Group;
import dev.darkroom.jobs.JobReader;
import dev.darkroom.jobs.JobReader.Seen;
import dev.darkroom.jobs.LaneReader;
import dev.darkroom.jobs.ProcessRun;
import dev.darkroom.jobs.ProcessRun.Living;
import dev.darkroom.status.JobTimeline;
import dev.darkroom.status.StatusReader;
import dev.darkroom.status.StatusView;
import dev.darkroom.web.BrowserRequest;
import dev.darkroom.web.CurrentVisitor;
import dev.darkroom.web.FlashNotice;
import dev.darkroom.web.HttpRefusal;
import dev.darkroom.web.People;
import dev.darkroom.web.SafeRedirect;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.Authenticated;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The job board: a visitor sees their own jobs, an operator sees all. */
@Path("/jobs")
@Authenticated
public class BoardResource {

    private final JobList list;
    private final JobReader jobs;
    private final LaneReader lanes;
    private final VisibleJobs visible;
    private final People people;
    private final JobControl control;
    private final ProcessRun process;
    private final JobPages pages;
    private final StatusReader statuses;
    private final CurrentVisitor visitor;
    private final BrowserRequest browser;

    BoardResource(
            JobList list,
            JobReader jobs,
            LaneReader lanes,
            VisibleJobs visible,
            People people,
            JobControl control,
            ProcessRun process,
            JobPages pages,
            StatusReader statuses,
            CurrentVisitor visitor,
            BrowserRequest browser) {
        this.list = list;
        this.jobs = jobs;
        this.lanes = lanes;
        this.visible = visible;
        this.people = people;
        this.control = control;
        this.process = process;
        this.pages = pages;
        this.statuses = statuses;
        this.visitor = visitor;
        this.browser = browser;
    }

    @CheckedTemplate(basePath = "board")
    static class Templates {
        static native TemplateInstance jobs(Board board);

        static native TemplateInstance job(JobPage page);
    }

    /**
     * The list and its filters, and the load of the lanes.
     *
     * @param all whether the visitor sees everybody's jobs
     * @param workers null if internals are hidden
     * @param next the address of the next page, or null
     */
    public record Board(
            List<ListedJob> rows,
            boolean all,
            JobFilter filter,
            Map<Group, Long> counts,
            List<String> kinds,
            List<LaneCard> lanes,
            boolean mayPause,
            List<Living> workers,
            String next,
            String notice) {

        public List<Group> groups() {
            return List.of(Group.values());
        }

        /** The number of jobs in that group; where some are finished, at most "1,000+". */
        public String count(Group group) {
            long number = counts.getOrDefault(group, 0L);
            boolean exact = group == Group.QUEUED || group == Group.RUNNING || group == Group.RETRYING;
            boolean limited = !exact && number > JobList.MOST_COUNTED;
            return String.format(Locale.ROOT, limited ? "%,d+" : "%,d", limited ? JobList.MOST_COUNTED : number);
        }

        public String word(Group group) {
            return switch (group) {
                case ATTENTION -> "needs attention";
                case DEAD -> "failed";
                default -> group.label();
            };
        }

        /** The name of the group's shape; empty if it has none. */
        public String shape(Group group) {
            return switch (group) {
                case ALL, ATTENTION -> "";
                case COMPLETE -> "done";
                default -> group.label();
            };
        }
    }

    /** A browser's address without a state opens on what needs attention, if anything does. */
    @GET
    public Response board(
            @QueryParam("state") String state,
            @QueryParam("lane") String lane,
            @QueryParam("kind") String kind,
            @QueryParam("text") String text,
            @QueryParam("before") String before,
            HttpServerRequest request) {
        JobFilter filter = JobFilter.of(state, lane, kind, text, before);
        return browser.isBrowser() ? page(Templates.jobs(board(filter, FlashNotice.take(request)))) : entries(filter);
    }

    private Response entries(JobFilter filter) {
        List<Job> latest = list.latest(filter.query(visible.owners()));
        String next = next(filter, latest);
        Response.ResponseBuilder answer =
                Response.ok(listed(latest).stream().map(JobEntry::new).toList(), MediaType.APPLICATION_JSON);
        return (next == null ? answer : answer.header("Link", "<" + next + ">; rel=\"next\"")).build();
    }

    private Board board(JobFilter wanted, String notice) {
        Map<Group, Long> counts = list.count(wanted.query(visible.owners()));
        JobFilter filter = wanted.group() != null ? wanted : wanted.with(opening(counts));
        List<Job> latest = list.latest(filter.query(visible.owners()));
        List<Living> workers = process.workers();
        return new Board(
                rows(listed(latest)),
                visitor.isOperator(),
                filter,
                counts,
                list.kinds(),
                cards(workers),
                visitor.seesInternals(),
                visitor.seesInternals() ? workers : null,
                next(filter, latest),
                notice);
    }

    private static Group opening(Map<Group, Long> counts) {
        return counts.getOrDefault(Group.ATTENTION, 0L) > 0 ? Group.ATTENTION : Group.ALL;
    }

    /** The page is full if there is one more job. */
    private static String next(JobFilter filter, List<Job> latest) {
        return latest.size() <= JobList.MOST_LISTED ? null : filter.after(latest.get(JobList.MOST_LISTED - 1).id);
    }

    private static List<Job> listed(List<Job> latest) {
        return latest.subList(0, Math.min(JobList.MOST_LISTED, latest.size()));
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
        Map<String, String> names = visitor.isOperator() ? people.emails(owners(ordered)) : Map.of();
        return IntStream.range(0, ordered.size())
                .mapToObj(i -> {
                    String owner = ordered.get(i).job().owner;
                    return new ListedJob(
                            ordered.get(i), views.get(i), now, owner.equals(me), names.getOrDefault(owner, owner));
                })
                .toList();
    }

    private static Set<String> owners(List<Seen> jobs) {
        return jobs.stream().map(seen -> seen.job().owner).collect(Collectors.toSet());
    }

    private List<LaneCard> cards(List<Living> workers) {
        long ready = workers.stream().filter(Living::ready).count();
        return lanes.read().stream()
                .map(load -> new LaneCard(load, ready, person(load.pausedBy())))
                .toList();
    }

    private String person(String by) {
        boolean me = visitor.email().equals(by);
        return me ? "you" : visitor.isOperator() ? by : null;
    }

    @GET
    @Path("/{id}")
    public Response one(UUID id, @QueryParam("heartbeats") String heartbeats) {
        Job job = visibleJob(id);
        if (browser.isBrowser()) {
            return page(Templates.job(pages.read(job, "all".equals(heartbeats), null)));
        }
        List<JobEvent> events = JobEvent.of(id);
        List<JobTimeline.Row> timeline = JobTimeline.rows(events, visitor.seesInternals());
        return json(new JobDetail(new JobEntry(job), pages.counts(job, events), timeline));
    }

    /** Redirects a browser to the page that it came from, and a program to the job. */
    @POST
    @Path("/{id}/retry")
    public Response retry(UUID id, HttpServerRequest request) {
        return explained(id, "Not retried", () -> {
            control.retry(id, visitor.email());
            return Response.seeOther(cameFrom(id, request)).build();
        });
    }

    /** Redirects a browser to the page that it came from, and sends the job to a program. */
    @POST
    @Path("/{id}/cancel")
    public Response cancel(UUID id, HttpServerRequest request) {
        return explained(id, "Not cancelled", () -> {
            Job cancelled = control.cancel(id, visitor.email());
            return browser.isBrowser()
                    ? Response.seeOther(cameFrom(id, request)).build()
                    : json(new JobEntry(cancelled));
        });
    }

    /** A refusal is explained to a browser on the job's page. */
    private Response explained(UUID id, String notDone, Supplier<Response> change) {
        visibleJob(id);
        try {
            return change.get();
        } catch (Refused conflict) {
            if (!browser.isBrowser()) {
                throw new HttpRefusal(409, conflict.getMessage());
            }
            String reason = notDone + ". " + conflict.getMessage();
            return Response.fromResponse(page(Templates.job(pages.read(visibleJob(id), false, reason))))
                    .status(Response.Status.CONFLICT)
                    .build();
        }
    }

    private URI cameFrom(UUID id, HttpServerRequest request) {
        boolean fromPage = browser.isBrowser() && request.getHeader("Referer") != null;
        return fromPage ? SafeRedirect.back(request) : URI.create("/jobs/" + id);
    }

    private static Response page(TemplateInstance page) {
        return Response.ok(page, MediaType.TEXT_HTML).build();
    }

    private static Response json(Object entity) {
        return Response.ok(entity, MediaType.APPLICATION_JSON).build();
    }

    private Job visibleJob(UUID id) {
        return visible.find(id).orElseThrow(HttpRefusal::notFound);
    }

    /** A job without its lease and payload, which only workers need. */
    record JobEntry(
            @JsonUnwrapped
                    @JsonIncludeProperties({
                        "id", "kind", "state", "round", "attempt", "maxAttempts",
                        "createdAt", "runAt", "finishedAt", "lastError", "retryable", "subject"
                    })
                    Job job) {

        @JsonProperty
        String lane() {
            return job.lane.label();
        }
    }

    record JobDetail(JobEntry job, JobPage.Counts ledger, List<JobTimeline.Row> timeline) {}
}
