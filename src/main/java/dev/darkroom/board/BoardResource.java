package dev.darkroom.board;

import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobEvent;
import dev.darkroom.jobs.Jobs;
import dev.darkroom.jobs.Jobs.NotRetryable;
import dev.darkroom.jobs.Lane;
import dev.darkroom.jobs.ProcessRun;
import dev.darkroom.jobs.ProcessRun.Worker;
import dev.darkroom.status.JobTimeline;
import dev.darkroom.status.RecordSource;
import dev.darkroom.status.StatusReader;
import dev.darkroom.status.StatusView;
import dev.darkroom.status.TimelineBar;
import dev.darkroom.web.BrowserRequest;
import dev.darkroom.web.ClosedProfile;
import dev.darkroom.web.CurrentVisitor;
import dev.darkroom.web.HttpRefusal;
import dev.darkroom.web.SafeRedirect;
import io.quarkus.arc.All;
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
import java.util.Map;
import java.util.UUID;

/** The board of jobs: a visitor's own, or for an operator all. */
@Path("/jobs")
@Authenticated
public class BoardResource {

    private static final int MOST = 200;

    private final Jobs jobs;
    private final ProcessRun process;
    private final List<RecordSource> sources;
    private final StatusReader reader;
    private final CurrentVisitor visitor;
    private final BrowserRequest audience;

    BoardResource(
            Jobs jobs,
            ProcessRun process,
            @All List<RecordSource> sources,
            StatusReader reader,
            CurrentVisitor visitor,
            BrowserRequest audience) {
        this.jobs = jobs;
        this.process = process;
        this.sources = sources;
        this.reader = reader;
        this.visitor = visitor;
        this.audience = audience;
    }

    @CheckedTemplate(basePath = "board")
    static class Templates {
        static native TemplateInstance jobs(Board board);

        static native TemplateInstance job(JobPage page);
    }

    /**
     * @param counts by state, of the lane that is chosen
     * @param workers null where they are nobody's business
     */
    public record Board(
            List<JobRow> jobs,
            boolean all,
            int most,
            JobFilter filter,
            Map<Job.State, Long> counts,
            List<Worker> workers) {

        public List<Job.State> states() {
            return List.of(Job.State.values());
        }

        public List<Lane> lanes() {
            return List.of(Lane.values());
        }

        public long count(Job.State state) {
            return counts.getOrDefault(state, 0L);
        }
    }

    /**
     * @param status null where the record is gone
     * @param conflict why it was not tried again; null where nobody has asked
     */
    public record JobPage(
            Job job, List<TimelineBar> rows, JobStates path, StatusView status, EffectsLedger ledger, String conflict) {

        public String about() {
            return new JobRow(job, Instant.now()).about();
        }
    }

    @GET
    public Response board(@QueryParam("state") String state, @QueryParam("lane") String lane) {
        JobFilter filter = JobFilter.of(state, lane);
        String owner = owner();
        List<Job> latest = Job.latest(owner, filter.states(), filter.lanes(), MOST);
        return audience.isBrowser()
                ? html(Templates.jobs(new Board(
                        rows(latest), owner == null, MOST, filter, Job.count(owner, filter.lanes()), workers())))
                : json(latest.stream().map(JobEntry::of).toList());
    }

    @GET
    @Path("/{id}")
    public Response one(UUID id) {
        Job job = mine(id);
        List<JobEvent> events = JobEvent.of(id);
        return audience.isBrowser()
                ? html(page(job, events, null))
                : json(new JobDetail(
                        JobEntry.of(job),
                        EffectsLedger.of(job, events, sources),
                        JobTimeline.of(events, seesInternals())));
    }

    /** Leads back to where the button was pressed; a conflict is explained on the job's page. */
    @POST
    @Path("/{id}/retry")
    public Response retry(UUID id, HttpServerRequest request) {
        mine(id);
        try {
            jobs.retry(id, visitor.email());
        } catch (NotRetryable conflict) {
            return refused(id, conflict);
        }
        boolean elsewhere = audience.isBrowser() && request.getHeader("Referer") != null;
        return Response.seeOther(elsewhere ? SafeRedirect.back(request) : URI.create("/jobs/" + id))
                .build();
    }

    private Response refused(UUID id, NotRetryable conflict) {
        if (!audience.isBrowser()) {
            throw conflict;
        }
        return Response.status(Response.Status.CONFLICT)
                .entity(page(mine(id), JobEvent.of(id), conflict.getMessage()))
                .type(MediaType.TEXT_HTML)
                .build();
    }

    private TemplateInstance page(Job job, List<JobEvent> events, String conflict) {
        return Templates.job(new JobPage(
                job,
                TimelineBar.of(JobTimeline.of(events, seesInternals())),
                JobStates.of(events, job.state),
                status(job),
                EffectsLedger.of(job, events, sources),
                conflict));
    }

    private static List<JobRow> rows(List<Job> jobs) {
        Instant now = Instant.now();
        return jobs.stream().map(job -> new JobRow(job, now)).toList();
    }

    private List<Worker> workers() {
        return seesInternals() ? process.workers() : null;
    }

    /** In a deployment they are for the operator's eyes. */
    private boolean seesInternals() {
        return visitor.isOperator() || !ClosedProfile.isClosed();
    }

    private Job mine(UUID id) {
        return Job.of(id, owner()).orElseThrow(HttpRefusal::notFound);
    }

    /** Whose jobs the visitor sees; null for everybody's. */
    private String owner() {
        return visitor.isOperator() ? null : visitor.id().toString();
    }

    private StatusView status(Job job) {
        return sources.stream()
                .flatMap(source -> source.find(List.of(UUID.fromString(job.key)), UUID.fromString(job.owner)).stream())
                .map(reader::read)
                .findFirst()
                .orElse(null);
    }

    private static Response html(TemplateInstance page) {
        return Response.ok(page).type(MediaType.TEXT_HTML).build();
    }

    private static Response json(Object body) {
        return Response.ok(body).type(MediaType.APPLICATION_JSON).build();
    }

    /** A job without what only workers need to know: its lease and its payload. */
    record JobEntry(
            UUID id,
            String kind,
            String lane,
            String state,
            int round,
            int attempt,
            Integer maxAttempts,
            Instant createdAt,
            Instant runAt,
            Instant finishedAt,
            String lastError,
            boolean retryable,
            String subject) {

        static JobEntry of(Job job) {
            return new JobEntry(
                    job.id,
                    job.kind,
                    job.lane.label(),
                    job.state.name(),
                    job.round,
                    job.attempt,
                    job.maxAttempts,
                    job.createdAt,
                    job.runAt,
                    job.finishedAt,
                    job.lastError,
                    job.retryable,
                    job.subject);
        }
    }

    record JobDetail(JobEntry job, EffectsLedger ledger, List<JobTimeline> timeline) {}
}
