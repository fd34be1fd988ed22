package dev.darkroom.lab;

import dev.darkroom.jobs.Labelled;
import dev.darkroom.web.BrowserRequest;
import dev.darkroom.web.ClosedProfile;
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
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The lab, where visitors inject faults, see that nothing is lost, and repair them; and Compare, on which the browser sends
 * the same requests in all three modes.
 */
@Path("/")
public class LabResource {

    private final ArmedFaults faults;
    private final GuardDamage damage;
    private final ProcessKiller killer;
    private final CrashPoints points;
    private final SimulatedDelays delays;
    private final LabAccess access;
    private final BrowserRequest browser;

    LabResource(
            ArmedFaults faults,
            GuardDamage damage,
            ProcessKiller killer,
            CrashPoints points,
            SimulatedDelays delays,
            LabAccess access,
            BrowserRequest browser) {
        this.faults = faults;
        this.damage = damage;
        this.killer = killer;
        this.points = points;
        this.delays = delays;
        this.access = access;
        this.browser = browser;
    }

    @CheckedTemplate(basePath = "lab")
    static class Templates {
        static native TemplateInstance lab(
                List<Card> outside,
                List<Card> inside,
                List<Card> guards,
                boolean broken,
                boolean guardsLocked,
                List<CrashPoint> points,
                String halt,
                String restart);

        static native TemplateInstance compare(String restart, SimulatedDelays delays);
    }

    /** @param damage how often damage was done without the guard; null for other faults */
    public record Card(Fault fault, boolean broken, Long damage) {}

    @GET
    @Path("lab")
    public Response lab() {
        access.require();
        Map<String, String> armed = faults.armed();
        if (browser.isBrowser()) {
            return Response.ok(page(armed), MediaType.TEXT_HTML).build();
        }
        Map<String, Long> counts = Fault.guards().stream().collect(Collectors.toMap(guard -> guard.id, damage::of));
        return Response.ok(Map.of("broken", armed, "damage", counts), MediaType.APPLICATION_JSON)
                .build();
    }

    /** Arms a fault, or {@code halt} or {@code pause} at a crash point, and returns to the page with the button. */
    @POST
    @Path("lab/faults")
    public Response arm(@FormParam("name") String name, @FormParam("value") String value, HttpServerRequest request) {
        access.require();
        if (CrashPoints.HALT.equals(name) || CrashPoints.PAUSE.equals(name)) {
            armAt(name, value);
        } else {
            faults.arm(Fault.find(name, value).orElseThrow(LabResource::unknown));
        }
        return Response.seeOther(SafeRedirect.back(request)).build();
    }

    /** Repairs the named fault, or all without a name, and returns to the page with the button. */
    @POST
    @Path("lab/repair")
    public Response repair(
            @FormParam("name") String name, @FormParam("value") String value, HttpServerRequest request) {
        access.require();
        if (name == null) {
            faults.repair();
        } else {
            Fault fault = Fault.find(name, value).orElseThrow(LabResource::unknown);
            faults.disarm(fault.id, fault.value);
        }
        return Response.seeOther(SafeRedirect.back(request)).build();
    }

    @GET
    @Path("compare")
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance compare() {
        access.require();
        return Templates.compare(killer.description(), delays);
    }

    private void armAt(String name, String label) {
        CrashPoint point = Labelled.find(CrashPoint.values(), label).orElseThrow(LabResource::unknown);
        faults.arm(name, point.label());
        if (point == CrashPoint.AT_ONCE) {
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

    private TemplateInstance page(Map<String, String> armed) {
        return Templates.lab(
                cards(armed, fault -> !fault.isGuard() && !Fault.internal().contains(fault)),
                cards(armed, Fault.internal()::contains),
                cards(armed, Fault::isGuard),
                !armed.isEmpty(),
                ClosedProfile.isClosed(),
                List.of(CrashPoint.values()),
                armed.get(CrashPoints.HALT),
                killer.description());
    }

    private List<Card> cards(Map<String, String> armed, Predicate<Fault> wanted) {
        return Arrays.stream(Fault.values())
                .filter(wanted)
                .map(fault -> new Card(fault, fault.isIn(armed), fault.isGuard() ? damage.of(fault) : null))
                .toList();
    }

    private static HttpRefusal unknown() {
        return HttpRefusal.badRequest("Unknown fault or crash point: the lab's page lists all of them.");
    }
}
