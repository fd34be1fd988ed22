package dev.darkroom.web;

import dev.darkroom.jobs.DatabaseOutage;
import dev.darkroom.jobs.NotRetryable;
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
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** The one place where errors become answers: a page with a way back for people, a problem for programs. */
@RequestScoped
public class Refusals {

    private static final Logger LOG = Logger.getLogger(Refusals.class);

    private static final int RETRY_SECONDS = 2;

    private final Audience audience;
    private final Visitor visitor;

    Refusals(Audience audience, Visitor visitor) {
        this.audience = audience;
        this.visitor = visitor;
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
    public Response refused(Refusal refusal) {
        Response.ResponseBuilder answer =
                Response.fromResponse(answer(new Problem(refusal.status(), refusal.getMessage())));
        refusal.retryAfter().ifPresent(wait -> answer.header(HttpHeaders.RETRY_AFTER, wait.toSeconds()));
        return answer.build();
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
        return answer(new Problem(status, sentence(status)));
    }

    /** Named because dev mode has a page of its own for it. */
    @ServerExceptionMapper
    public Response notFound(NotFoundException nothing) {
        return standard(nothing);
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
        LOG.error("a request failed unexpectedly", unexpected);
        return answer(new Problem(500, sentence(500)));
    }

    /** Nothing was accepted; the page asks nobody any more who the visitor is. */
    private Response unavailable() {
        visitor.stayUnknown();
        return Response.fromResponse(answer(new Problem(503, sentence(503))))
                .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
                .build();
    }

    /** Filters that refuse a request give a bare status: a person deserves a sentence. */
    @ServerResponseFilter
    public void explain(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getStatus() >= 400 && !response.hasEntity()) {
            Response explained = answer(new Problem(response.getStatus(), sentence(response.getStatus())));
            response.setEntity(explained.getEntity(), null, explained.getMediaType());
        }
    }

    private static String sentence(int status) {
        return switch (status) {
            case 400 -> "The request is malformed, or its CSRF token is missing or old: load the page again and retry.";
            case 401 -> "Sign in first.";
            case 403 -> "This is not for you.";
            case 404 -> new NotThere().getMessage();
            case 405 -> "This address does not take that method.";
            case 406 -> "This address answers in HTML and JSON only.";
            case 413 -> "That is more than this server takes in one request.";
            case 415 -> "This address does not take that type of content.";
            case 503 -> Notices.DATABASE_GONE.text();
            default -> "Something went wrong here, and it has been logged.";
        };
    }
}
