package dev.darkroom.lab;

import dev.darkroom.web.SimulatedDelays;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** The same clicks in all three modes, side by side. The browser makes them: here is only the page. */
@Path("/compare")
public class CompareResource {

    /** Clicks in each mode that one may choose. */
    private static final List<Integer> COUNTS = List.of(5, 10, 20, 50);

    private final LabAccess door;
    private final ProcessKiller death;
    private final SimulatedDelays delays;

    CompareResource(LabAccess door, ProcessKiller death, SimulatedDelays delays) {
        this.door = door;
        this.death = death;
        this.delays = delays;
    }

    @CheckedTemplate(basePath = "lab")
    static class Templates {
        static native TemplateInstance compare(String death, SimulatedDelays delays, List<Integer> counts);
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance compare() {
        door.demandOpen();
        return Templates.compare(death.says(), delays, COUNTS);
    }
}
