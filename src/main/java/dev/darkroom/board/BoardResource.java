package dev.darkroom.board;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobControl;
import dev.darkroom.jobs.JobControl.Refused;
import dev.darkroom.jobs.JobEvent;
import dev.darkroom.jobs.JobList;
import dev.darkroom.status.JobTimeline;
import dev.darkroom.web.BrowserRequest;
import dev.darkroom.web.CurrentVisitor;
import dev.darkroom.web.FlashNotice;
import dev.darkroom.web.HttpRefusal;
import dev.darkroom.web.Problem;
import dev.darkroom.web.SafeRedirect;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.Authenticated;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The job board: a visitor sees their own jobs, an operator sees all. */
@Path("/jobs")
@Authenticated
public class BoardResource {

    private final BoardReader board;
    private final JobControl control;
    private final CurrentVisitor visitor;
    private final BrowserRequest browser;

    BoardResource(BoardReader board, JobControl control, CurrentVisitor visitor, BrowserRequest browser) {
        this.board = board;
        this.control = control;
        this.visitor = visitor;
        this.browser = browser;
    }

    @CheckedTemplate(basePath = "board")
    static class Templates {
        static native TemplateInstance jobs(Board board);

        static native TemplateInstance job(JobPage page);
    }

    @GET
    public Response board(
            @QueryParam("state") String state,
            @QueryParam("lane") String lane,
            @QueryParam("kind") String kind,
            @QueryParam("text") String text,
            @QueryParam("before") String before,
            HttpServerRequest request) {
        JobFilter filter = JobFilter.of(state, lane, kind, text, before);
        return browser.isBrowser()
                ? page(Templates.jobs(board.read(filter, FlashNotice.take(request))))
                : entries(filter);
    }

    private Response entries(JobFilter filter) {
        JobList.Page page = board.page(filter);
        String next = BoardReader.next(filter, page);
        Response.ResponseBuilder answer =
                Response.ok(page.jobs().stream().map(JobEntry::new).toList(), MediaType.APPLICATION_JSON);
        return (next == null ? answer : answer.header("Link", "<" + next + ">; rel=\"next\"")).build();
    }

    @GET
    @Path("/{id}")
    public Response one(UUID id, @QueryParam("heartbeats") String heartbeats) {
        Job job = visibleJob(id);
        if (browser.isBrowser()) {
            return page(Templates.job(board.jobPage(job, "all".equals(heartbeats), null)));
        }
        List<JobEvent> events = JobEvent.of(id);
        List<JobTimeline.Row> timeline = JobTimeline.rows(events, visitor.seesInternals());
        return json(new JobDetail(new JobEntry(job), board.counts(job, events), timeline));
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
            return Response.fromResponse(page(Templates.job(board.jobPage(visibleJob(id), false, reason))))
                    .status(Response.Status.CONFLICT)
                    .build();
        }
    }

    /** Moves each of several jobs in a transaction of its own, and answers for each. */
    @POST
    @Path("/retry")
    public Response retryMany(@FormParam("id") List<String> ids, HttpServerRequest request) {
        return each(ids, id -> control.retry(id, visitor.email()), "queued again", "retried", request);
    }

    @POST
    @Path("/cancel")
    public Response cancelMany(@FormParam("id") List<String> ids, HttpServerRequest request) {
        return each(ids, id -> control.cancel(id, visitor.email()), "cancelled", "cancelled", request);
    }

    private Response each(
            List<String> ids, Function<UUID, Job> move, String done, String notDone, HttpServerRequest request) {
        if (ids.size() > JobList.MOST_LISTED) {
            throw HttpRefusal.badRequest("At most %d jobs at once.".formatted(JobList.MOST_LISTED));
        }
        List<Result> results = ids.stream()
                .map(JobFilter::id)
                .distinct()
                .map(id -> move(id, move))
                .toList();
        if (!browser.isBrowser()) {
            return Response.ok(results).build();
        }
        FlashNotice.set(request, results.isEmpty() ? "No job was selected." : sentences(results, done, notDone));
        return Response.seeOther(
                        SafeRedirect.localPage(request.getHeader("Referer")).orElse(URI.create("/jobs")))
                .build();
    }

    private Result move(UUID id, Function<UUID, Job> move) {
        if (board.find(id).isEmpty()) {
            return Result.refused(id, 404, "This job does not exist.");
        }
        try {
            return Result.of(id, move.apply(id));
        } catch (Refused e) {
            return Result.refused(id, 409, e.getMessage());
        }
    }

    /** One sentence for all jobs with the same result. */
    private static String sentences(List<Result> results, String done, String notDone) {
        Map<String, Long> counts = results.stream()
                .collect(Collectors.groupingBy(
                        result ->
                                result.problem == null ? done + "." : "not " + notDone + ". " + result.problem.detail(),
                        LinkedHashMap::new,
                        Collectors.counting()));
        return counts.entrySet().stream()
                .map(kind -> (kind.getValue() == 1 ? "1 job was " : kind.getValue() + " jobs were ") + kind.getKey())
                .collect(Collectors.joining(" "));
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
        return board.find(id).orElseThrow(HttpRefusal::notFound);
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
            return job.laneLabel();
        }
    }

    record JobDetail(JobEntry job, JobPage.Counts ledger, List<JobTimeline.Row> timeline) {}

    /** The result for one job: the job, or the reason why it was left as it was. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Result(UUID id, int status, JobEntry job, Problem problem) {

        static Result of(UUID id, Job moved) {
            return new Result(id, 200, new JobEntry(moved), null);
        }

        static Result refused(UUID id, int status, String reason) {
            return new Result(id, status, null, new Problem(status, reason));
        }
    }
}
