package dev.darkroom.board;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.darkroom.board.BoardResource.JobEntry;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobControl;
import dev.darkroom.jobs.JobControl.Refused;
import dev.darkroom.jobs.JobList;
import dev.darkroom.web.BrowserRequest;
import dev.darkroom.web.CurrentVisitor;
import dev.darkroom.web.FlashNotice;
import dev.darkroom.web.HttpRefusal;
import dev.darkroom.web.Problem;
import dev.darkroom.web.SafeRedirect;
import io.quarkus.security.Authenticated;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Retries or cancels several jobs. Each is moved in a transaction of its own and answered for. */
@Path("/jobs")
@Authenticated
public class BulkResource {

    private final JobControl control;
    private final VisibleJobs visible;
    private final CurrentVisitor visitor;
    private final BrowserRequest browser;

    BulkResource(JobControl control, VisibleJobs visible, CurrentVisitor visitor, BrowserRequest browser) {
        this.control = control;
        this.visible = visible;
        this.visitor = visitor;
        this.browser = browser;
    }

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

    @POST
    @Path("/retry")
    public Response retry(@FormParam("id") List<String> ids, HttpServerRequest request) {
        return each(ids, id -> control.retry(id, visitor.email()), "queued again", "retried", request);
    }

    @POST
    @Path("/cancel")
    public Response cancel(@FormParam("id") List<String> ids, HttpServerRequest request) {
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
        if (visible.find(id).isEmpty()) {
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
}
