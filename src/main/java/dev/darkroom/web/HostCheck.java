package dev.darkroom.web;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** On loopback, accepts only loopback host names: otherwise another site could press every button (DNS rebinding). */
@ApplicationScoped
public class HostCheck {

    private static final int AFTER_REQUEST_TIMER = 8_500;

    /** IP addresses are safe: DNS does not resolve them. */
    private static final Pattern LOCAL = Pattern.compile("(localhost|.*\\.localhost)\\.?|\\d+(\\.\\d+){3}|\\[.*]");

    private final String listenHost;
    private final boolean loopback;

    HostCheck(@ConfigProperty(name = "quarkus.http.host") String listenHost) {
        this.listenHost = listenHost;
        this.loopback = isLoopback(listenHost) && !ClosedProfile.isClosed();
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, AFTER_REQUEST_TIMER);
    }

    /** A name such as {@code localhost.} may be resolved later, so an unknown one counts as loopback. */
    static boolean isLoopback(String listenHost) {
        try {
            return InetAddress.getByName(listenHost).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return true;
        }
    }

    /** Without a name (HTTP/1.0), no page can build its own address. */
    private void check(RoutingContext request) {
        HostAndPort authority = request.request().authority();
        String host = authority == null ? "" : authority.host();
        if (host.isEmpty() && !request.normalizedPath().startsWith("/q/")) {
            ClosedProfile.refuse(request, 400, "Send a Host header.\n");
        } else if (host.isEmpty() || !loopback || isLocal(host)) {
            request.next();
        } else {
            ClosedProfile.refuse(request, 421, "Open Darkroom as localhost or by an IP address.\n");
        }
    }

    private boolean isLocal(String host) {
        return host.equalsIgnoreCase(listenHost)
                || LOCAL.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }
}
