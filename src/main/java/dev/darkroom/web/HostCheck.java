package dev.darkroom.web;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Locale;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Who listens for this machine only is asked for by this machine's names only. The page of another site, whose name leads
 * here as well, would otherwise be of one origin with ours (DNS rebinding), and could press every button.
 */
@ApplicationScoped
public class HostCheck {

    private static final int AFTER_THE_LOG = 8_500;

    /** No name of a site: a number cannot be made to lead elsewhere. */
    private static final Pattern OURS = Pattern.compile("localhost|.*\\.localhost|\\d+(\\.\\d+){3}|\\[.*]");

    private final String listensAt;

    HostCheck(@ConfigProperty(name = "quarkus.http.host") String listensAt) {
        this.listensAt = listensAt;
    }

    void register(@Observes Filters filters) {
        boolean forThisMachineOnly = listensAt.equals("localhost") || listensAt.startsWith("127.");
        if (forThisMachineOnly && !ClosedProfile.isClosed()) {
            filters.register(HostCheck::check, AFTER_THE_LOG);
        }
    }

    private static void check(RoutingContext request) {
        String host = request.request().authority().host();
        if (OURS.matcher(host.toLowerCase(Locale.ROOT)).matches()) {
            request.next();
        } else {
            request.fail(421);
        }
    }
}
