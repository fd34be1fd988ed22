package dev.darkroom.web;

import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.darkroom.jobs.DatabaseOutage;
import dev.darkroom.jobs.Jobs.NotRetryable;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.AuthenticationException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** The one place where errors become answers: a page with a way back for people, a problem for programs. */
@RequestScoped
public class ErrorResponses {

    private static final Logger LOG = Logger.getLogger(ErrorResponses.class);

    private static final int RETRY_SECONDS = 2;

    /** RFC 9110 demands one. Of schemes that tell of a form and a cookie there is only a draft (draft-broyer-http-cookie-auth). */
    private static final String CHALLENGE = "Cookie realm=\"Darkroom\", form-action=\"/login\"";

    private final BrowserRequest audience;
    private final CurrentVisitor visitor;
    private final Methods methods;

    ErrorResponses(BrowserRequest audience, CurrentVisitor visitor, Methods methods) {
        this.audience = audience;
        this.visitor = visitor;
        this.methods = methods;
    }

    @CheckedTemplate(basePath = "web")
    static class Templates {
        static native TemplateInstance problem(Problem problem);
    }

    public Response answer(Problem problem) {
        Response.ResponseBuilder answer = Response.status(problem.status());
        return audience.isBrowser()
                ? answer.entity(Templates.problem(problem))
                        .type(MediaType.TEXT_HTML)
                        .build()
                : answer.entity(problem).type(Problem.JSON).build();
    }

    @ServerExceptionMapper
    public Response refused(HttpRefusal refusal) {
        Response answer = answer(new Problem(refusal.status(), refusal.getMessage()));
        return refusal.retryAfterSeconds().isPresent()
                ? after(refusal.retryAfterSeconds().getAsInt(), answer)
                : answer;
    }

    @ServerExceptionMapper
    public Response notRetryable(NotRetryable refusal) {
        return answer(new Problem(409, refusal.getMessage()));
    }

    @ServerExceptionMapper
    public Response standard(WebApplicationException standard) {
        int status = standard.getResponse().getStatus();
        if (status < 400) {
            return standard.getResponse();
        }
        return status == 500 ? ours(standard) : answer(Problem.of(status));
    }

    /** Named because dev mode has a page of its own for it. */
    @ServerExceptionMapper
    public Response notFound(NotFoundException nothing) {
        return standard(nothing);
    }

    /** Named because the framework has an answer of its own for it, which names a class. */
    @ServerExceptionMapper
    public Response mismatched(MismatchedInputException json) {
        return answer(Problem.of(400));
    }

    @ServerExceptionMapper
    public Response unexpected(Exception unexpected) throws Exception {
        if (unexpected instanceof UnauthorizedException
                || unexpected instanceof ForbiddenException
                || unexpected instanceof AuthenticationException) {
            throw unexpected;
        }
        if (DatabaseOutage.isCauseOf(unexpected)) {
            return unavailable();
        }
        if (UnreadableRequest.isCauseOf(unexpected)) {
            return answer(Problem.of(400));
        }
        return UnreadableBody.causeOf(unexpected).map(this::refused).orElseGet(() -> ours(unexpected));
    }

    /** Nothing was accepted; the page asks nobody any more who the visitor is. */
    private Response unavailable() {
        visitor.stayUnknown();
        return after(RETRY_SECONDS, answer(new Problem(503, Notices.DATABASE_GONE.text())));
    }

    private Response ours(Exception unexpected) {
        UUID incident = UUID.randomUUID();
        LOG.errorf(unexpected, "a request failed unexpectedly, incident %s", incident);
        return answer(Problem.logged(incident));
    }

    private static Response after(int seconds, Response answer) {
        return Response.fromResponse(answer)
                .header(HttpHeaders.RETRY_AFTER, seconds)
                .build();
    }

    /** Filters that refuse a request give a bare status: a person deserves a sentence, and some statuses a header. */
    @ServerResponseFilter
    public void explain(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getStatus() < 400) {
            return;
        }
        if (!response.hasEntity()) {
            Response explained = answer(Problem.of(response.getStatus()));
            response.setEntity(explained.getEntity(), null, explained.getMediaType());
        }
        if (response.getStatus() == 401) {
            response.getHeaders().putSingle(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE);
        } else if (response.getStatus() == 405) {
            response.getHeaders()
                    .putSingle(
                            HttpHeaders.ALLOW, methods.of(request.getUriInfo().getPath()));
        }
    }
}
