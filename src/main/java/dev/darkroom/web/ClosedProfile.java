package dev.darkroom.web;

import dev.darkroom.jobs.ProcessRun;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Whether the profile {@code closed} is active, and the addresses that a process does not serve. */
@ApplicationScoped
public class ClosedProfile {

    private static final int AFTER_REQUEST_TIMER = 9_000;

    private final ProcessRun process;
    private final boolean mock;
    private final boolean lab;

    ClosedProfile(
            ProcessRun process,
            @ConfigProperty(name = "darkroom.gateway.mock") boolean mock,
            @ConfigProperty(name = "darkroom.lab.enabled", defaultValue = "true") boolean lab) {
        this.process = process;
        this.mock = mock;
        this.lab = lab;
    }

    /** A closed deployment has no lab, inbox, tour or internals. */
    public static boolean isClosed() {
        return ConfigUtils.isProfileActive("closed");
    }

    /** The name of the process for visitors. A deployment does not reveal its operating system's process id. */
    static String nameOf(ProcessRun process) {
        return isClosed() ? process.id().toString().substring(0, 4) : process.name();
    }

    /** The process id of the operating system, or null in a deployment. */
    static Long pid() {
        return isClosed() ? null : ProcessHandle.current().pid();
    }

    /** Covers assets, health and metrics too, which are outside of the REST layer. */
    void register(@Observes Filters filters) {
        filters.register(this::refuseByRole, AFTER_REQUEST_TIMER);
    }

    /** A worker serves only {@code /q/}. In the profile {@code closed}, others serve only health there. */
    private void refuseByRole(RoutingContext request) {
        String path = request.normalizedPath();
        boolean operations = isBelow(path, "/q");
        if (process.servesPages() ? isClosed() && operations && !isBelow(path, "/q/health") : !operations) {
            refuse(request, 404, "This process does not serve this address.\n");
        } else {
            request.next();
        }
    }

    /** Answers in plain text, outside of the REST layer. */
    static void refuse(RoutingContext request, int status, String text) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "text/plain")
                .end(text);
    }

    /** Runs before routing: an address that is not served must not ask the visitor to sign in. */
    @ServerRequestFilter(preMatching = true)
    public void refuseUnserved(ContainerRequestContext request) {
        boolean keyed = request.getUriInfo().getQueryParameters().containsKey("key");
        if (isUnserved(plain(request.getUriInfo().getPath()), keyed)) {
            throw HttpRefusal.notFound();
        }
    }

    /** The mock's whole ledger is internal; entries are served to anyone who knows their keys. */
    private boolean isUnserved(String path, boolean keyed) {
        return !mock && isBelow(path, "/gateway")
                || !lab && isBelow(path, "/lab", "/compare")
                || isClosed()
                        && (isBelow(path, "/inbox", "/tour", "/source") || path.equals("/gateway/ledger") && !keyed);
    }

    /** The path as the router matches it: without matrix parameters, repeated slashes and a slash at its end. */
    private static String plain(String path) {
        return path.replaceAll(";[^/]*", "").replaceAll("/+", "/").replaceAll("(.)/$", "$1");
    }

    private static boolean isBelow(String path, String... places) {
        return Stream.of(places).anyMatch(place -> path.equals(place) || path.startsWith(place + "/"));
    }
}
