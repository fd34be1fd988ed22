package dev.darkroom.web;

import io.quarkus.security.ForbiddenException;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.List;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Injects failures that no route causes: a header makes the request fail, or the rendering of its page. */
@Singleton
public class FailureInjector implements PageModel.MenuSource {

    static final String IN_THE_REQUEST = "Fail";
    static final String ON_THE_PAGE = "Fail-On-Page";
    static final String CONFLICT = "conflict";
    static final String FORBIDDEN = "forbidden";
    static final String NO_DATABASE = "no-database";
    static final String NUL = "nul";
    static final String DISK_FULL = "disk-full";
    static final String BUG = "bug";

    private static final String SECRET =
            "org.secret.SecretException: SELECT * FROM account at dev.darkroom in /tmp/secret";

    private final RoutingContext request;

    FailureInjector(RoutingContext request) {
        this.request = request;
    }

    @ServerRequestFilter
    public void fail(ContainerRequestContext asked) {
        String failure = asked.getHeaderString(IN_THE_REQUEST);
        if (failure != null) {
            throw switch (failure) {
                case CONFLICT -> new HttpRefusal(409, "In progress. Wait seven seconds.", 7);
                case FORBIDDEN -> new ForbiddenException(SECRET);
                case NO_DATABASE -> new IllegalStateException(SECRET, new SQLException(SECRET, "08006"));
                case NUL -> new IllegalStateException(SECRET, new SQLException(SECRET, "22021"));
                case DISK_FULL -> new UncheckedIOException(new IOException(SECRET));
                default -> new IllegalStateException(SECRET);
            };
        }
    }

    /** Fails the first page of a request; the error page that follows is rendered. */
    @Override
    public List<PageModel.MenuEntry> entries() {
        if (request.request().getHeader(ON_THE_PAGE) != null && request.get(ON_THE_PAGE) == null) {
            request.put(ON_THE_PAGE, true);
            throw new IllegalStateException(SECRET);
        }
        return List.of();
    }
}
