package dev.darkroom.web;

import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.darkroom.jobs.DatabaseOutage;
import dev.darkroom.jobs.Failure;
import dev.darkroom.jobs.ProcessRun;
import io.quarkus.logging.Log;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.runtime.util.ExceptionUtil;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.sql.SQLException;
import java.util.Set;
import java.util.UUID;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Turns every error into an answer: a page with a way back for browsers, a {@link Problem} for programs. */
@RequestScoped
public class ErrorResponses {

    private static final int RETRY_SECONDS = 2;

    /** The framework's words for a request body that is not sent to its end. */
    private static final Set<String> BODY_ENDS_EARLY =
            Set.of("Connection terminated parsing multipart request", "Read timed out");

    /** RFC 9110 requires a challenge; this scheme is from draft-broyer-http-cookie-auth. */
    private static final String CHALLENGE = "Cookie realm=\"Darkroom\", form-action=\"/login\"";

    private final BrowserRequest client;
    private final CurrentVisitor visitor;
    private final ProcessRun process;
    private final RoutingContext request;
    private boolean reading;

    ErrorResponses(BrowserRequest client, CurrentVisitor visitor, ProcessRun process, RoutingContext request) {
        this.client = client;
        this.visitor = visitor;
        this.process = process;
        this.request = request;
    }

    @CheckedTemplate(basePath = "web")
    static class Templates {
        static native TemplateInstance problem(Problem problem);
    }

    public Response answer(Problem problem) {
        return answer(problem, Templates.problem(problem));
    }

    /** Answers a program with the problem, and a browser with a page that explains it. */
    public Response answer(Problem problem, TemplateInstance page) {
        Response.ResponseBuilder answer = Response.status(problem.status());
        return client.isBrowser()
                ? answer.entity(page).type(MediaType.TEXT_HTML).build()
                : answer.entity(problem).type(Problem.JSON).build();
    }

    @ServerExceptionMapper
    public Response refused(HttpRefusal refusal) {
        return Response.fromResponse(answer(new Problem(refusal.status(), refusal.getMessage())))
                .header(HttpHeaders.RETRY_AFTER, refusal.retryAfterSeconds())
                .build();
    }

    /** Also replaces dev mode's own 404 page. */
    @ServerExceptionMapper({WebApplicationException.class, NotFoundException.class})
    public Response standard(WebApplicationException standard) {
        int status = standard.getResponse().getStatus();
        if (status < 400) {
            return standard.getResponse();
        }
        return status == 500 ? unexpected(standard) : answer(Problem.of(status));
    }

    /** Replaces the framework's own answer, which names a class. */
    @ServerExceptionMapper
    public Response mismatched(MismatchedInputException json) {
        return answer(Problem.of(400));
    }

    @ServerExceptionMapper
    public Response any(Exception failure) throws Exception {
        if (failure instanceof SecurityException) {
            // The framework answers it, with the challenge or 403.
            throw failure;
        }
        if (DatabaseOutage.isCauseOf(failure)) {
            return unavailable();
        }
        if (isTextInvalid(failure) || failure instanceof IllegalArgumentException && isContentTypeInvalid()) {
            return answer(Problem.of(400));
        }
        if (isDiskFailure(failure) && !request.response().closed()) {
            Log.warnf("a file cannot be written or read: %s", failure);
            return refused(new HttpRefusal(
                    503, "The server's disk is full or cannot be written, so nothing was stored. Retry later.", 30));
        }
        if (failure instanceof Failure.Transient) {
            return refused(new HttpRefusal(503, failure.getMessage(), RETRY_SECONDS));
        }
        if (isBodyUnreadable()) {
            Log.infof("request body cannot be read: %s", failure.getMessage());
            return answer(Problem.of(400));
        }
        return unexpected(failure);
    }

    /** SQLSTATE 22021: a parameter contains U+0000, which PostgreSQL cannot store. */
    private static boolean isTextInvalid(Exception failure) {
        return ExceptionUtil.getRootCause(failure) instanceof SQLException refused
                && "22021".equals(refused.getSQLState());
    }

    /** The operating system's message may be in any language. */
    private static boolean isDiskFailure(Exception failure) {
        Throwable cause = ExceptionUtil.getRootCause(failure);
        return cause instanceof FileSystemException
                || cause.getClass() == IOException.class && !BODY_ENDS_EARLY.contains(cause.getMessage());
    }

    private boolean isContentTypeInvalid() {
        String type = request.request().getHeader(HttpHeaders.CONTENT_TYPE);
        try {
            if (type != null) {
                MediaType.valueOf(type);
            }
            return false;
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    /** In a database outage, refuses a request at once: it would wait for several time-outs. */
    @ServerRequestFilter(preMatching = true)
    public Response refuseInOutage() {
        return process.isDatabaseAway() ? unavailable() : null;
    }

    /** Runs after the other filters, before a form is read. */
    @ServerRequestFilter(priority = Priorities.USER + 1)
    public void startReading() {
        reading = request.request().headers().contains(HttpHeaders.CONTENT_TYPE);
    }

    /** Runs after a form is read. */
    @ServerRequestFilter(readBody = true)
    public void stopReading() {
        reading = false;
    }

    /** The form is malformed, or the client hung up before the end of the body. */
    private boolean isBodyUnreadable() {
        return reading || (request.response().closed() && !request.request().isEnded());
    }

    private Response unavailable() {
        visitor.withoutLookup();
        return refused(new HttpRefusal(503, Notices.DATABASE_UNAVAILABLE.text(), RETRY_SECONDS));
    }

    private Response unexpected(Exception failure) {
        UUID incident = UUID.randomUUID();
        Log.errorf(failure, "request failed unexpectedly, incident %s", incident);
        return answer(Problem.logged(incident));
    }

    /** Adds a body where a filter refused the request with a bare status. */
    @ServerResponseFilter
    public void explain(ContainerResponseContext response) {
        if (response.getStatus() >= 400 && !response.hasEntity()) {
            Response explained = answer(Problem.of(response.getStatus()));
            response.setEntity(explained.getEntity(), null, explained.getMediaType());
        }
        if (response.getStatus() == 401) {
            response.getHeaders().putSingle(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE);
        }
    }
}
