package dev.darkroom.lab;

import dev.darkroom.jobs.DispatchMode;
import dev.darkroom.jobs.LanePauses;
import dev.darkroom.jobs.ProcessRun;
import dev.darkroom.status.StatusView;
import dev.darkroom.web.BrowserRequest;
import dev.darkroom.web.HttpRefusal;
import dev.darkroom.web.SafeRedirect;
import dev.darkroom.web.SimulatedDelays;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The lab, where visitors inject faults, see that nothing is lost, and repair them; and Compare, on which the browser sends
 * the same requests in all three modes.
 */
@Path("/")
public class LabResource {

    /** The strips before any click. */
    private static final List<StatusView> UNUSED =
            Arrays.stream(DispatchMode.values()).map(StatusView::none).toList();

    private final ArmedFaults faults;
    private final GuardDamage damage;
    private final LanePauses lanes;
    private final ProcessKiller killer;
    private final CrashPoints points;
    private final SimulatedDelays delays;
    private final ProcessRun process;
    private final LabAccess access;
    private final BrowserRequest browser;

    LabResource(
            ArmedFaults faults,
            GuardDamage damage,
            LanePauses lanes,
            ProcessKiller killer,
            CrashPoints points,
            SimulatedDelays delays,
            ProcessRun process,
            LabAccess access,
            BrowserRequest browser) {
        this.faults = faults;
        this.damage = damage;
        this.lanes = lanes;
        this.killer = killer;
        this.points = points;
        this.delays = delays;
        this.process = process;
        this.access = access;
        this.browser = browser;
    }

    @CheckedTemplate(basePath = "lab")
    static class Templates {
        static native TemplateInstance lab(LabPage page, List<StatusView> rows, String restart);

        static native TemplateInstance compare(String restart, SimulatedDelays delays);
    }

    /** @param damage how often damage was done while each guard was removed */
    record LabState(Map<String, String> broken, Map<String, Long> damage, List<Scenario> scenarios) {}

    /** A permalink chooses a scenario, which only a press arms. */
    @GET
    @Path("lab")
    public Response lab(@QueryParam("scenario") String id) {
        access.require();
        Map<String, String> armed = faults.armed();
        List<Scenario> offered = Scenario.all(process.usesBroker());
        Scenario chosen = find(id, offered);
        return browser.answer(
                new LabState(armed, damages(), offered),
                () -> Templates.lab(
                        LabPage.of(chosen, armed, damage::of, process.usesBroker()), UNUSED, killer.description()));
    }

    /** Arms a fault, or {@code halt} or {@code pause} at a crash point, and returns to the page with the button. */
    @POST
    @Path("lab/faults")
    public Response arm(@FormParam("name") String name, @FormParam("value") String value, HttpServerRequest request) {
        access.require();
        Scenario scenario = Scenario.find(name, value).orElseThrow(LabResource::unknown);
        Optional<Fault> fault = Fault.find(name, value);
        fault.ifPresentOrElse(faults::arm, () -> armAt(name, value));
        return back(request, scenario);
    }

    /** Repairs the named fault, or without a name everything, the paused lanes too. Returns to the page with the button. */
    @POST
    @Path("lab/repair")
    public Response repair(
            @FormParam("name") String name, @FormParam("value") String value, HttpServerRequest request) {
        access.require();
        if (name == null) {
            faults.repair();
            lanes.resumeAll();
            return Response.seeOther(SafeRedirect.back(request)).build();
        }
        Scenario scenario = Scenario.find(name, value).orElseThrow(LabResource::unknown);
        faults.disarm(name, value);
        return back(request, scenario);
    }

    @GET
    @Path("compare")
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance compare() {
        access.require();
        return Templates.compare(killer.description(), delays);
    }

    private void armAt(String name, String label) {
        if (label.equals(CrashPoint.BETWEEN_WRITES.label())) {
            // With the outbox there is only one write.
            faults.arm(Fault.WITHOUT_OUTBOX);
        }
        faults.arm(name, label);
        if (label.equals(CrashPoint.AT_ONCE.label())) {
            new Thread(this::haltNow, "lab").start();
        }
    }

    private void haltNow() {
        try {
            points.reach(CrashPoint.AT_ONCE);
        } catch (Delay.Interrupted e) {
            // In dev mode the application has stopped, and this thread ends with it.
        }
    }

    private Map<String, Long> damages() {
        return Fault.guards().stream().collect(Collectors.toMap(guard -> guard.id, guard -> damage.of(guard)
                .count()));
    }

    private static Scenario find(String id, List<Scenario> offered) {
        return id == null ? null : Scenario.find(id).filter(offered::contains).orElseThrow(HttpRefusal::notFound);
    }

    /** The page that sent the request. On the lab's page, the scenario stays chosen and where it was. */
    private static Response back(HttpServerRequest request, Scenario scenario) {
        URI page = SafeRedirect.back(request);
        URI target = page.getPath().equals("/lab")
                ? UriBuilder.fromUri(page)
                        .replaceQueryParam("scenario", scenario.id())
                        .fragment(scenario.id())
                        .build()
                : page;
        return Response.seeOther(target).build();
    }

    private static HttpRefusal unknown() {
        return HttpRefusal.badRequest("Unknown fault or crash point: the lab's page lists all of them.");
    }
}
