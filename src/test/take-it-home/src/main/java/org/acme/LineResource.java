package org.acme;

import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.Jobs;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import org.acme.AppendLineHandler.AppendLine;

/** Accepts lines, and returns the state of their jobs. */
@Path("/lines/{line}")
public class LineResource {

    private final Jobs jobs;

    LineResource(Jobs jobs) {
        this.jobs = jobs;
    }

    /** An application with a record writes it here, in the same transaction. */
    @POST
    @Transactional
    public Response append(@PathParam("line") String line) {
        jobs.submit(AppendLineHandler.KIND, new AppendLine(line));
        return Response.accepted().build();
    }

    @GET
    public String state(@PathParam("line") String line) {
        return Job.find(AppendLineHandler.KIND, line)
                .map(job -> job.state + " in attempt " + job.attempt)
                .orElse("UNKNOWN");
    }
}
