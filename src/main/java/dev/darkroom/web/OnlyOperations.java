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
    private static final String NO_PAGES = "This is a worker. Another process serves the pages.";

    private final Role role;
    private final RouterErrors errors;

    OnlyOperations(@ConfigProperty(name = "darkroom.role") Role role, RouterErrors errors) {
        this.role = role;
        this.errors = errors;
    }

    void register(@Observes Filters filters) {
        if (!role.servesPages()) {
            filters.register(this::refuse, AFTER_THE_LOG);
        }
    }

    /** To a person in plain words: a page would lead to addresses that are not here either. */
    private void refuse(RoutingContext request) {
        if (request.normalizedPath().startsWith("/q/")) {
            request.next();
        } else if (BrowserRequest.isBrowser(request)) {
            request.response()
                    .setStatusCode(404)
                    .putHeader("Content-Type", "text/plain")
                    .end(NO_PAGES + "\n");
        } else {
            errors.answer(request, new Problem(404, NO_PAGES));
        }
    }
}
