package dev.darkroom.web;

import dev.darkroom.jobs.ProcessRun;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** What an open page asks for, to notice that the process behind it is gone, or another one, and what all pages say now. */
@Path("/pulse")
public class ProcessResource {

    private final ProcessRun process;
    private final Notices notices;

    ProcessResource(ProcessRun process, Notices notices) {
        this.process = process;
        this.notices = notices;
    }

    /** @param process the name of the process that answers */
    record Pulse(String process, List<Notice> notices) {}

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response pulse() {
        return Response.ok(new Pulse(ClosedProfile.nameOf(process), notices.now()))
                .cacheControl(CacheControl.valueOf("no-store"))
                .build();
    }
}
