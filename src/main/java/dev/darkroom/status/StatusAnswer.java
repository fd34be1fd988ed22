package dev.darkroom.status;

import dev.darkroom.web.Audience;
import dev.darkroom.web.Problem;
import dev.darkroom.web.Refusals;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;

/** The answers that all features give alike: to who has handed in work, and to who asks what became of it. */
@RequestScoped
public class StatusAnswer {

    private static final int POLL_SECONDS = 1;

    private final StatusReader reader;
    private final Audience audience;
    private final Refusals refusals;

    StatusAnswer(StatusReader reader, Audience audience, Refusals refusals) {
        this.reader = reader;
        this.audience = audience;
        this.refusals = refusals;
    }

    @CheckedTemplate(basePath = "status")
    static class Templates {
        static native TemplateInstance record(String title, StatusView status);
    }

    /** {@code 200} in every state, also failed. */
    public Response status(Processed one) {
        StatusView view = reader.read(one);
        if (!audience.isBrowser()) {
            return fresh(view, view.moving());
        }
        return Response.ok(Templates.record(one.title(), view))
                .type(MediaType.TEXT_HTML)
                .build();
    }

    /**
     * What a program gets for work that it has handed in: 202 while the work goes on behind the answer, 201 when it is
     * done, and when it was done and failed: 422 for the visitor's own input, else 502.
     */
    public Response accepted(Processed one) {
        StatusView view = reader.read(one);
        if (one.processing().hasFailedInline()) {
            return failed(one);
        }
        URI location = URI.create(one.statusPath());
        return view.complete()
                ? Response.created(location)
                        .entity(view)
                        .type(MediaType.APPLICATION_JSON)
                        .build()
                : Response.accepted(view)
                        .type(MediaType.APPLICATION_JSON)
                        .location(location)
                        .header(HttpHeaders.RETRY_AFTER, POLL_SECONDS)
                        .build();
    }

    /** The failure of work that was done before the answer <em>is</em> the answer. */
    public Response failed(Processed one) {
        int status = one.processing().isRejected() ? 422 : 502;
        return refusals.answer(new Problem(status, one.processing().error(), one.statusPath()));
    }

    Response fresh(Object body, boolean moving) {
        Response.ResponseBuilder answer = Response.ok(body)
                .type(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
                .header(HttpHeaders.VARY, "Accept, Cookie");
        return (moving ? answer.header(HttpHeaders.RETRY_AFTER, POLL_SECONDS) : answer).build();
    }
}
