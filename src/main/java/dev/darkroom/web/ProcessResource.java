package dev.darkroom.web;

import dev.darkroom.jobs.ProcessRun;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.lang.management.ManagementFactory;
import java.util.List;

/** The answering process and the current notices. Open pages poll it to notice a restart. */
@Path("/process")
public class ProcessResource {

    private final ProcessRun process;
    private final Notices notices;

    ProcessResource(ProcessRun process, Notices notices) {
        this.process = process;
        this.notices = notices;
    }

    /** @param pid null in a deployment, as {@code upSeconds} */
    record ProcessView(String process, Long pid, Long upSeconds, List<Notices.Notice> notices) {}

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response process() {
        Long pid = ClosedProfile.pid();
        Long upSeconds =
                pid == null ? null : ManagementFactory.getRuntimeMXBean().getUptime() / 1000;
        return Response.ok(new ProcessView(ClosedProfile.nameOf(process), pid, upSeconds, notices.current()))
                .cacheControl(CacheControl.valueOf("no-store"))
                .build();
    }
}
