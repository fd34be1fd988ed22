package dev.darkroom.web;

import dev.darkroom.jobs.DispatchMode;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;
import org.jboss.logging.Logger;

/** Times each request, from its first byte: a line in the log, and for a click a note that the next page shows. */
@ApplicationScoped
public class RequestTimer {

    private static final Logger WEB = Logger.getLogger("web");
    private static final Logger GATEWAY = Logger.getLogger("gateway");
    private static final String STARTED = "darkroom.started";
    private static final String WAITED = "darkroom.waited";
    private static final String MODE = "darkroom.mode";
    private static final int BEFORE_ALL_OTHERS = 10_000;
    private static final Set<HttpMethod> LOOKS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    void register(@Observes Filters filters) {
        filters.register(RequestTimer::time, BEFORE_ALL_OTHERS);
    }

    /** Milliseconds since the first byte of this request came in. */
    public static long millis(RoutingContext request) {
        Long started = request.get(STARTED);
        return started == null ? 0 : (System.nanoTime() - started) / 1_000_000;
    }

    /** How long the visitor waits for this answer, in milliseconds; who asks first fixes it, so that all say the same. */
    public static long waited(RoutingContext request) {
        Long known = request.get(WAITED);
        if (known == null) {
            known = millis(request);
            request.put(WAITED, known);
        }
        return known;
    }

    static void chose(RoutingContext request, DispatchMode mode) {
        request.put(MODE, mode);
    }

    private static void time(RoutingContext request) {
        request.put(STARTED, System.nanoTime());
        request.addHeadersEndHandler(ignored -> noteClick(request));
        request.addEndHandler(ignored -> log(request));
        request.next();
    }

    private static void noteClick(RoutingContext request) {
        DispatchMode mode = request.get(MODE);
        if (mode != null && !LOOKS.contains(request.request().method())) {
            String note = "%s %s %d %s"
                    .formatted(request.request().method(), request.normalizedPath(), waited(request), mode.label());
            request.response()
                    .addCookie(Cookie.cookie(LastClick.COOKIE, LastClick.encode(note))
                            .setPath("/")
                            .setHttpOnly(true)
                            .setSecure(request.request().isSSL())
                            .setSameSite(CookieSameSite.LAX)
                            .setMaxAge(3600));
        }
    }

    private static void log(RoutingContext request) {
        String path = request.normalizedPath();
        Logger logger = path.startsWith("/gateway") ? GATEWAY : WEB;
        Logger.Level level = isChatter(path) ? Logger.Level.DEBUG : Logger.Level.INFO;
        logger.logf(
                level,
                "%s %s %s %d %d ms",
                path.startsWith("/gateway") ? "gateway" : "web",
                request.request().method(),
                path,
                request.response().getStatusCode(),
                millis(request));
    }

    /** What a page asks for by itself; nobody has clicked. */
    private static boolean isChatter(String path) {
        return path.startsWith("/assets/")
                || path.startsWith("/q/")
                || path.endsWith("/status")
                || path.endsWith("/thumb")
                || path.endsWith("/medium")
                || path.equals("/pulse")
                || path.equals("/favicon.ico");
    }
}
