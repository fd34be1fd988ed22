package dev.darkroom.web;

import dev.darkroom.jobs.DispatchMode;
import io.netty.handler.codec.DateFormatter;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** Times and dates each request: one log line, and after a click with slow work a cookie that the next page shows. */
@ApplicationScoped
public class RequestTimer {

    private static final String STARTED = "darkroom.started";
    private static final String ELAPSED = "darkroom.elapsed";
    static final String MODE = "darkroom.mode";
    private static final int BEFORE_ALL_OTHERS = 10_000;

    /** Requests that a page makes by itself, without a click. */
    private static final Pattern POLLING =
            Pattern.compile("/(assets|q)/.*|.*/(status|thumb|medium)|/process|/favicon\\.ico");

    void register(@Observes Filters filters) {
        filters.register(RequestTimer::time, BEFORE_ALL_OTHERS);
    }

    /** Milliseconds since the first byte of the request. */
    static long millis(RoutingContext request) {
        Long started = request.get(STARTED);
        return started == null ? 0 : (System.nanoTime() - started) / 1_000_000;
    }

    /** Milliseconds that the visitor waits for this answer. The first call fixes it, so that record and page agree. */
    public static long elapsed(RoutingContext request) {
        return (long) request.data().computeIfAbsent(ELAPSED, ignored -> millis(request));
    }

    private static void time(RoutingContext request) {
        request.put(STARTED, System.nanoTime());
        request.addHeadersEndHandler(ignored -> setDateAndCookie(request));
        request.addEndHandler(end -> log(request, end.succeeded()));
        request.next();
    }

    private static void setDateAndCookie(RoutingContext request) {
        request.response().putHeader("Date", DateFormatter.format(new Date()));
        DispatchMode mode = request.get(MODE);
        if (mode != null && request.get(ELAPSED) != null) {
            String click = request.request().method() + " " + request.normalizedPath();
            String value = new LastClick(click, elapsed(request), mode.label()).encode();
            SiteCookie.set(request.request(), LastClick.COOKIE, value, Duration.ofHours(1));
        }
    }

    /** @param answered false if the client has hung up */
    private static void log(RoutingContext request, boolean answered) {
        String path = request.normalizedPath();
        String part = path.startsWith("/gateway") ? "gateway" : "web";
        Object status = answered ? request.response().getStatusCode() : "aborted";
        Logger.Level level = POLLING.matcher(path).matches() ? Logger.Level.DEBUG : Logger.Level.INFO;
        Logger.getLogger(part)
                .logf(level, "%s %s %s %s %d ms", part, request.request().method(), path, status, millis(request));
    }

    /** A click, carried in a cookie to the next page: its method and path, and how long the visitor waited. */
    public record LastClick(String request, long millis, String mode) {

        static final String COOKIE = "last-click";
        private static final Pattern CLICK =
                Pattern.compile("([A-Z]+ \\S{1,100}) (\\d{1,9}) (inline|volatile|durable)");

        String encode() {
            String click = "%s %d %s".formatted(request, millis, mode);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(click.getBytes(StandardCharsets.UTF_8));
        }

        /** Returns null for anything that {@link #encode} did not write. */
        static LastClick decode(String cookie) {
            try {
                String text = new String(Base64.getUrlDecoder().decode(cookie), StandardCharsets.UTF_8);
                Matcher click = CLICK.matcher(text);
                return click.matches()
                        ? new LastClick(click.group(1), Long.parseLong(click.group(2)), click.group(3))
                        : null;
            } catch (IllegalArgumentException e) {
                return null;
            }
        }
    }
}
