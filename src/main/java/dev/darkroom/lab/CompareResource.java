package dev.darkroom.lab;

import dev.darkroom.web.SimulatedDelays;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Compare, a page on which the browser sends the same requests in all three modes. */
@Path("/compare")
public class CompareResource {

    private final LabAccess access;
    private final ProcessKiller killer;
    private final SimulatedDelays delays;

    CompareResource(LabAccess access, ProcessKiller killer, SimulatedDelays delays) {
        this.access = access;
        this.killer = killer;
        this.delays = delays;
    }

    @CheckedTemplate(basePath = "lab")
    static class Templates {
        static native TemplateInstance compare(String restart, SimulatedDelays delays);
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance compare() {
        access.require();
        return Templates.compare(killer.description(), delays);
    }
}
