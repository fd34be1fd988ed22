package dev.darkroom.web;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Over TLS a browser is told to come over TLS from now on (RFC 6797). Only there: the other headers are the same for every
 * answer, and stand in the settings. What goes for all of a domain is for who owns it to say, in the proxy.
 */
@ApplicationScoped
public class StrictTransport {

    private static final String A_YEAR = "max-age=31536000";
    private static final int BEFORE_ANYBODY_ANSWERS = 9_500;

    void register(@Observes Filters filters) {
        filters.register(StrictTransport::demand, BEFORE_ANYBODY_ANSWERS);
    }

    private static void demand(RoutingContext request) {
        if (request.request().isSSL()) {
            request.response().putHeader("Strict-Transport-Security", A_YEAR);
        }
        request.next();
    }
}
