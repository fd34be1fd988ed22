package dev.darkroom.lab;

import dev.darkroom.web.BrowserRequest;
import dev.darkroom.web.ClosedProfile;
import dev.darkroom.web.HttpRefusal;
import dev.darkroom.web.SafeRedirect;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The lab: break something, see that nothing is lost, make it right again. */
@Path("/lab")
public class LabResource {

    private final ArmedFaults faults;
    private final GuardDamage damage;
    private final ProcessKiller death;
    private final CrashPoints points;
    private final LabAccess door;
    private final BrowserRequest audience;

    LabResource(
            ArmedFaults faults,
            GuardDamage damage,
            ProcessKiller death,
            CrashPoints points,
            LabAccess door,
            BrowserRequest audience) {
        this.faults = faults;
        this.damage = damage;
        this.death = death;
        this.points = points;
        this.door = door;
        this.audience = audience;
    }

    @CheckedTemplate(basePath = "lab")
    static class Templates {
        static native TemplateInstance lab(
                List<Card> outside,
                List<Card> inside,
                List<Card> guards,
                boolean broken,
                boolean guardsStay,
                List<CrashPoint> points,
                String halt,
                String death);
    }

    /** @param damage of a guard that is or was out; null of what does none */
    public record Card(Fault fault, boolean broken, Long damage) {

        /** Where to look is a path, which is also the word for the page. */
        public String lookName() {
            return fault.look().substring(1, 2).toUpperCase(Locale.ROOT)
                    + fault.look().substring(2);
        }
    }

    /** @param broken the value of each fault by its name */
    record Report(Map<String, String> broken, Map<String, Long> damage) {}

    @GET
    public Response lab() {
        door.demandOpen();
        Map<String, String> armed = faults.armed();
        return audience.isBrowser() ? html(page(armed)) : json(new Report(armed, counted()));
    }

    /**
     * Leads back to the page on which it was pressed: some buttons are not in the lab.
     *
     * @param name of a fault, or {@code halt} or {@code pause}
     * @param value of the fault, or the name of a point
     */
    @POST
    @Path("/faults")
    public Response arm(@FormParam("name") String name, @FormParam("value") String value, HttpServerRequest request) {
        door.demandOpen();
        if (CrashPoints.HALT.equals(name) || CrashPoints.PAUSE.equals(name)) {
            armAt(name, value);
        } else {
            faults.arm(Fault.of(name, value).orElseThrow(LabResource::unknown));
        }
        return Response.seeOther(SafeRedirect.back(request)).build();
    }

    /**
     * Leads back to the page on which it was pressed: the button is in the banner of every one.
     *
     * @param name of the one fault to mend; null for all that is broken
     */
    @POST
    @Path("/repair")
    public Response repair(
            @FormParam("name") String name, @FormParam("value") String value, HttpServerRequest request) {
        door.demandOpen();
        if (name == null) {
            faults.repair();
        } else {
            Fault fault = Fault.of(name, value).orElseThrow(LabResource::unknown);
            faults.take(fault.row(), fault.value());
        }
        return Response.seeOther(SafeRedirect.back(request)).build();
    }

    private void armAt(String name, String label) {
        CrashPoint point = CrashPoint.of(label).orElseThrow(LabResource::unknown);
        faults.arm(name, point.label());
        if (point == CrashPoint.AT_ONCE) {
            new Thread(() -> points.reach(point), "lab").start();
        }
    }

    private TemplateInstance page(Map<String, String> armed) {
        return Templates.lab(
                cards(armed, fault -> !fault.isGuard() && !Fault.inside().contains(fault)),
                cards(armed, Fault.inside()::contains),
                cards(armed, Fault::isGuard),
                !armed.isEmpty(),
                ClosedProfile.isClosed(),
                List.of(CrashPoint.values()),
                armed.get(CrashPoints.HALT),
                death.says());
    }

    private List<Card> cards(Map<String, String> armed, Predicate<Fault> wanted) {
        return Arrays.stream(Fault.values())
                .filter(wanted)
                .map(fault -> new Card(fault, fault.isIn(armed), fault.isGuard() ? damage.of(fault) : null))
                .toList();
    }

    private Map<String, Long> counted() {
        return Fault.guards().stream().collect(Collectors.toMap(Fault::row, damage::of));
    }

    private static HttpRefusal unknown() {
        return HttpRefusal.badRequest("The lab has no such fault, or no such point: its page lists all of them.");
    }

    private static Response html(TemplateInstance page) {
        return Response.ok(page).type(MediaType.TEXT_HTML).build();
    }

    private static Response json(Object body) {
        return Response.ok(body).type(MediaType.APPLICATION_JSON).build();
    }
}
