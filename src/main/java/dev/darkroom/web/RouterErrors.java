package dev.darkroom.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ManagedContext;
import io.quarkus.security.AuthenticationException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.smallrye.config.SmallRyeConfig;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * Errors that are made outside of the REST layer look like those that are made in it: an address that cannot be decoded,
 * a host that is none, a page whose rendering fails.
 *
 * <p>What is no HTTP at all does not come so far: the server answers it with a bare status (400, 414, 431) and hangs up.
 */
@ApplicationScoped
public class RouterErrors {

    private static final Logger LOG = Logger.getLogger(RouterErrors.class);

    /** Those that the router finds before it has found a route. */
    private static final List<Integer> WITHOUT_A_ROUTE = List.of(400, 404, 405, 406, 415, 500);

    private static final int RETRY_SECONDS = 2;

    private final ObjectMapper json;
    private final VertxHttpConfig http;
    private final CurrentVertxRequest current;

    RouterErrors(ObjectMapper json, Config config, CurrentVertxRequest current) {
        this.json = json;
        this.http = config.unwrap(SmallRyeConfig.class).getConfigMapping(VertxHttpConfig.class);
        this.current = current;
    }

    /** Before the framework's own handler, whose answers name classes in dev mode. */
    void register(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(this::failed);
        WITHOUT_A_ROUTE.forEach(status -> router.errorHandler(status, this::failed));
    }

    private void failed(RoutingContext request) {
        if (isChallenge(request.failure()) || request.response().headWritten()) {
            request.next();
        } else {
            answer(request, problem(request));
        }
    }

    /** Who is not signed in is asked to, by those who know how. */
    private static boolean isChallenge(Throwable failure) {
        return failure instanceof UnauthorizedException
                || failure instanceof ForbiddenException
                || failure instanceof AuthenticationException;
    }

    private static Problem problem(RoutingContext request) {
        Throwable failure = request.failure();
        if (failure instanceof RejectedExecutionException) {
            return Problem.of(503);
        }
        int status = failure instanceof HttpException refused ? refused.getStatusCode() : request.statusCode();
        if (status >= 400 && status != 500) {
            return Problem.of(status);
        }
        UUID incident = UUID.randomUUID();
        LOG.errorf(failure, "a request failed outside of the REST layer, incident %s", incident);
        return Problem.logged(incident);
    }

    /** With the headers of all other answers: it may have failed before they were set. */
    void answer(RoutingContext request, Problem problem) {
        HttpServerResponse response = request.response().setStatusCode(problem.status());
        http.header().forEach((name, header) -> response.headers().set(name, header.value()));
        if (problem.status() == 503) {
            response.putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(RETRY_SECONDS));
        }
        response.putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        if (BrowserRequest.isBrowser(request)) {
            response.putHeader(HttpHeaders.CONTENT_TYPE, "text/html;charset=UTF-8")
                    .end(page(request, problem));
        } else {
            response.putHeader(HttpHeaders.CONTENT_TYPE, Problem.JSON).end(json(problem));
        }
    }

    private String page(RoutingContext request, Problem problem) {
        ManagedContext scope = Arc.container().requestContext();
        boolean begun = !scope.isActive();
        if (begun) {
            scope.activate();
        }
        try {
            current.setCurrent(request);
            return ErrorResponses.Templates.problem(problem).render();
        } catch (RuntimeException e) {
            LOG.error("not even the page that tells of an error could be written", e);
            return bare(problem);
        } finally {
            if (begun) {
                scope.terminate();
            }
        }
    }

    /** What all pages share is broken: this one shares nothing with them. */
    private static String bare(Problem problem) {
        return """
                <!doctype html>
                <html lang="en">
                <title>%s · Darkroom</title>
                <h1>%s</h1>
                <p>%s</p>
                <p><a href="/">Back to the start</a></p>
                </html>
                """
                .formatted(
                        problem.title(),
                        problem.detail(),
                        problem.incident() == null ? "" : "The log has it as incident " + problem.incident() + ".");
    }

    private String json(Problem problem) {
        try {
            return json.writeValueAsString(problem);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
