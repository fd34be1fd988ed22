package dev.darkroom.status;

import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobEvent;
import dev.darkroom.jobs.Jobs;
import dev.darkroom.web.Audience;
import dev.darkroom.web.NotThere;
import dev.darkroom.web.Visitor;
import io.quarkus.arc.All;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.Authenticated;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The board of jobs: a visitor's own, or for an operator all. */
@Path("/jobs")
@Authenticated
public class JobsResource {

    private static final int MOST = 200;

    private final Jobs jobs;
    private final List<StatusSource> sources;
    private final StatusReader reader;
    private final Visitor visitor;
    private final Audience audience;

    JobsResource(Jobs jobs, @All List<StatusSource> sources, StatusReader reader, Visitor visitor, Audience audience) {
        this.jobs = jobs;
        this.sources = sources;
        this.reader = reader;
        this.visitor = visitor;
        this.audience = audience;
    }

    @CheckedTemplate(basePath = "status")
    static class Templates {
        static native TemplateInstance jobs(List<Job> jobs, boolean all);

        static native TemplateInstance job(Job job, List<TimelineRow> rows, StatusView status, EffectsLedger ledger);
    }

    @GET
    public Response board() {
        List<Job> latest = Job.latest(visitor.isOperator() ? null : visitor.id().toString(), MOST);
        return audience.isBrowser()
                ? html(Templates.jobs(latest, visitor.isOperator()))
                : json(latest.stream().map(JobEntry::of).toList());
    }

    @GET
    @Path("/{id}")
    public Response one(UUID id) {
        Job job = mine(id);
        List<JobEvent> events = JobEvent.of(id);
        List<TimelineRow> rows = TimelineRow.of(events);
        EffectsLedger ledger = EffectsLedger.of(job, events, sources);
        return audience.isBrowser()
                ? html(Templates.job(job, rows, status(job), ledger))
                : json(new JobDetail(JobEntry.of(job), ledger, rows));
    }

    @POST
    @Path("/{id}/retry")
    public Response retry(UUID id) {
        mine(id);
        jobs.retry(id, visitor.email());
        return Response.seeOther(URI.create("/jobs/" + id)).build();
    }

    private Job mine(UUID id) {
        Job job = Job.findById(id);
        if (job == null
                || !(visitor.isOperator() || job.owner.equals(visitor.id().toString()))) {
            throw new NotThere();
        }
        return job;
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

    record JobDetail(JobEntry job, EffectsLedger ledger, List<TimelineRow> timeline) {}
}
