package dev.darkroom.web;

import dev.darkroom.jobs.DispatchChoice;
import dev.darkroom.jobs.DispatchMode;
import dev.darkroom.jobs.Labelled;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Cookie;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Reads a request's dispatch mode: from the header, else from the cookie, else the default. */
public class ModeFilter {

    static final String HEADER = "Dispatch-Mode";
    static final String COOKIE = "dispatch";

    private final DispatchChoice choice;

    ModeFilter(DispatchChoice choice) {
        this.choice = choice;
    }

    @ServerRequestFilter
    public void choose(ContainerRequestContext request, RoutingContext routing) {
        String header = request.getHeaderString(HEADER);
        Cookie cookie = request.getCookies().get(COOKIE);
        if (header != null) {
            choice.choose(Labelled.find(DispatchMode.values(), header)
                    .orElseThrow(() -> HttpRefusal.badRequest(HEADER + " is one of inline, volatile and durable.")));
        } else if (cookie != null) {
            // A cookie with an old value falls back to the default.
            Labelled.find(DispatchMode.values(), cookie.getValue()).ifPresent(choice::choose);
        }
        if (!request.getUriInfo().getPath().startsWith("/gateway")) {
            routing.put(RequestTimer.MODE, choice.mode());
        }
    }
}
