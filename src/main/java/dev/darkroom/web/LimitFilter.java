package dev.darkroom.web;

import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.container.ResourceInfo;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.WithFormRead;

/** Counts a request to a {@link Limited} method, before the method sees it. */
public class LimitFilter {

    /** After the token was found right, for which the form is read: who forges a request uses up nothing of anybody's. */
    private static final int AFTER_THE_CSRF_TOKEN = 6_000;

    private final Limits limits;
    private final Visitor visitor;

    LimitFilter(Limits limits, Visitor visitor) {
        this.limits = limits;
        this.visitor = visitor;
    }

    @WithFormRead
    @ServerRequestFilter(priority = AFTER_THE_CSRF_TOKEN)
    public void count(ResourceInfo resource, HttpServerRequest request) {
        Limited limited = resource.getResourceMethod().getAnnotation(Limited.class);
        if (limited != null) {
            Limits.Of of = limited.value();
            limits.count(of, of.isAtTheDoor() ? Client.of(request) : visitor.id());
        }
    }
}
