package dev.darkroom.web;

import dev.darkroom.jobs.Role;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where strangers ask for pages, they may ask under {@code /q/} for its health, and for nothing else. */
@ApplicationScoped
public class OnlyHealth {

    private static final int AFTER_THE_LOG = 9_000;

    private final OperationsSettings settings;
    private final Role role;

    OnlyHealth(OperationsSettings settings, @ConfigProperty(name = "darkroom.role") Role role) {
        this.settings = settings;
        this.role = role;
    }

    void register(@Observes Filters filters) {
        if (role.servesPages() && !settings.open()) {
            filters.register(OnlyHealth::refuse, AFTER_THE_LOG);
        }
    }

    private static void refuse(RoutingContext request) {
        String path = request.normalizedPath();
        boolean health = path.equals("/q/health") || path.startsWith("/q/health/");
        if (path.startsWith("/q/") && !health) {
            request.response().setStatusCode(404).end("There is nothing here.\n");
        } else {
            request.next();
        }
    }
}
