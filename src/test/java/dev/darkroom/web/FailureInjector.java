package dev.darkroom.web;

import io.quarkus.security.ForbiddenException;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.sql.SQLException;
import java.util.OptionalInt;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Failures that no route has: a request that names one in a header falls into it, here or where its page is written. */
@Singleton
public class FailureInjector implements PageModel.MenuEntry {

    static final String IN_THE_REQUEST = "Trap";
    static final String ON_THE_PAGE = "Trap-On-Page";
    static final String TOO_OFTEN = "too-often";
    static final String CONFLICT = "conflict";
    static final String FORBIDDEN = "forbidden";
    static final String NO_DATABASE = "no-database";
    static final String BUG = "bug";
    static final String ONCE = "once";

    /** What must not be told. */
    private static final String SECRET =
            "org.secret.SecretException: SELECT * FROM account at dev.darkroom in /tmp/secret";

    private static final String SPRUNG = "trap.sprung";

    private final RoutingContext request;

    FailureInjector(RoutingContext request) {
        this.request = request;
    }

    static class Done extends HttpRefusal {

        Done() {
            super(409, "That is done already.");
        }
    }

    static class TooOften extends HttpRefusal {

        TooOften() {
            super(429, "Seven seconds, please.");
        }

        @Override
        public OptionalInt retryAfterSeconds() {
            return OptionalInt.of(7);
        }
    }

    @ServerRequestFilter
    public void fall(ContainerRequestContext asked) {
        String failure = asked.getHeaderString(IN_THE_REQUEST);
        if (failure != null) {
            throw switch (failure) {
                case TOO_OFTEN -> new TooOften();
                case CONFLICT -> new Done();
                case FORBIDDEN -> new ForbiddenException(SECRET);
                case NO_DATABASE -> new IllegalStateException(SECRET, new SQLException(SECRET, "08006"));
                default -> new IllegalStateException(SECRET);
            };
        }
    }

    @Override
    public String path() {
        return "/trap";
    }

    @Override
    public String label() {
        return "Trap";
    }

    /** Every page asks it, also the page that tells of an error. */
    @Override
    public boolean isOpen() {
        String failure = request.request().getHeader(ON_THE_PAGE);
        boolean sprung = request.get(SPRUNG) != null;
        if (failure != null && !(failure.equals(ONCE) && sprung)) {
            request.put(SPRUNG, true);
            throw new IllegalStateException(SECRET);
        }
        return false;
    }
}
