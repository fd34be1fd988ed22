package dev.darkroom.web;

import dev.darkroom.jobs.Role;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** A worker answers who watches over it, under {@code /q/}, and nobody else. */
@ApplicationScoped
public class OnlyOperations {

    private static final int AFTER_THE_LOG = 9_000;

    private final Role role;

    OnlyOperations(@ConfigProperty(name = "darkroom.role") Role role) {
        this.role = role;
    }

    void register(@Observes Filters filters) {
        if (!role.servesPages()) {
            filters.register(OnlyOperations::refuse, AFTER_THE_LOG);
        }
    }

    private static void refuse(RoutingContext request) {
        if (request.normalizedPath().startsWith("/q/")) {
            request.next();
        } else {
            request.response().setStatusCode(404).end("This is a worker. Another process serves the pages.\n");
        }
    }
}
