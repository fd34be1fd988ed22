package dev.darkroom.web;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Locale;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** On loopback, accepts only loopback host names: otherwise another site could press every button (DNS rebinding). */
@ApplicationScoped
public class HostCheck {

    private static final int AFTER_REQUEST_TIMER = 8_500;

    /** IP addresses are safe: DNS does not resolve them. */
    private static final Pattern LOCAL = Pattern.compile("localhost|.*\\.localhost|\\d+(\\.\\d+){3}|\\[.*]");

    void register(@Observes Filters filters, @ConfigProperty(name = "quarkus.http.host") String listenHost) {
        boolean loopback = listenHost.equals("localhost") || listenHost.startsWith("127.");
        if (loopback && !ClosedProfile.isClosed()) {
            filters.register(HostCheck::check, AFTER_REQUEST_TIMER);
        }
    }

    private static void check(RoutingContext request) {
        String host = request.request().authority().host();
        if (LOCAL.matcher(host.toLowerCase(Locale.ROOT)).matches()) {
            request.next();
        } else {
            ClosedProfile.refuse(request, 421, "Open Darkroom as localhost or by an IP address.\n");
        }
    }
}
