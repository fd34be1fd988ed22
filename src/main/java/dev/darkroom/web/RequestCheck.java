package dev.darkroom.web;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.common.util.MediaTypeHelper;

/** Refuses at the door what nothing behind it can read: a media type that is none, and a body that says it is too large. */
@ApplicationScoped
public class RequestCheck {

    private static final int AFTER_THE_LOG = 8_000;

    private final long most;

    RequestCheck(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize most) {
        this.most = most.asLongValue();
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, AFTER_THE_LOG);
    }

    private void check(RoutingContext request) {
        if (!isReadable(request.request().headers().getAll(HttpHeaders.ACCEPT))
                || !isReadable(request.request().headers().getAll(HttpHeaders.CONTENT_TYPE))) {
            request.fail(400);
        } else if (length(request) > most) {
            // What is still on its way is not read.
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            request.addEndHandler(answered -> request.request().connection().close());
            request.fail(413);
        } else {
            request.next();
        }
    }

    /** What is no number has not come so far; where none is told, whoever reads the body counts. */
    private static long length(RoutingContext request) {
        String told = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        return told == null ? 0 : Long.parseLong(told);
    }

    private static boolean isReadable(List<String> mediaTypes) {
        try {
            mediaTypes.forEach(MediaTypeHelper::parseHeader);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
