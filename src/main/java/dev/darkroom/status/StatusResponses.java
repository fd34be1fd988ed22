package dev.darkroom.status;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.jobs.AfterCommit;
import dev.darkroom.jobs.DispatchMode;
import dev.darkroom.web.BrowserRequest;
import dev.darkroom.web.ErrorResponses;
import dev.darkroom.web.Problem;
import dev.darkroom.web.RequestTimer;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import jakarta.persistence.EntityManager;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/** The responses to accepted work and to a poll of its status, the same for all features. */
@RequestScoped
public class StatusResponses {

    private static final Logger LOG = Logger.getLogger(StatusResponses.class);

    public static final int POLL_SECONDS = 1;

    private final StatusReader reader;
    private final BrowserRequest browserRequest;
    private final ErrorResponses errors;
    private final Request request;
    private final RoutingContext routing;
    private final EntityManager database;
    private final AfterCommit afterCommit;
    private final ObjectMapper json;

    StatusResponses(
            StatusReader reader,
            BrowserRequest browserRequest,
            ErrorResponses errors,
            Request request,
            RoutingContext routing,
            EntityManager database,
            AfterCommit afterCommit,
            ObjectMapper json) {
        this.reader = reader;
        this.browserRequest = browserRequest;
        this.errors = errors;
        this.request = request;
        this.routing = routing;
        this.database = database;
        this.afterCommit = afterCommit;
        this.json = json;
    }

    @CheckedTemplate(basePath = "status")
    static class Templates {
        static native TemplateInstance record(String title, StatusView status);
    }

    /**
     * Answers a request that submitted work. A browser is redirected to {@code page}; a program gets 201 if the request
     * has done the work, otherwise 202. If the work failed inside the request, the failure is the response to both.
     */
    public Response accepted(TrackedRecord accepted, String page) {
        recordRequestTime(List.of(accepted));
        TrackedRecord current = database.find(accepted.getClass(), accepted.id());
        if (current.work().hasFailedInline()) {
            return failed(current);
        }
        if (browserRequest.isBrowser()) {
            return Response.seeOther(URI.create(page)).build();
        }
        StatusView view = reader.read(current);
        Response.ResponseBuilder answer = Response.status(current.work().acceptedCode())
                .location(URI.create(current.statusPath()))
                .entity(view)
                .type(MediaType.APPLICATION_JSON);
        // Each 202 says when to ask, even if the work has ended before this answer.
        return pollable(answer, view.moving() || current.work().mode() != DispatchMode.INLINE);
    }

    /** The failure of work that was done inside the request: 422 for the visitor's own input, otherwise 502. */
    public Response failed(TrackedRecord record) {
        int status = record.work().isRejected() ? 422 : 502;
        return errors.answer(new Problem(status, record.work().error(), record.statusPath()));
    }

    /** Stores the time of this request so far with the records that it accepted, best effort. */
    public void recordRequestTime(List<? extends TrackedRecord> accepted) {
        if (!accepted.isEmpty()) {
            afterCommit.run(() -> {
                try {
                    QuarkusTransaction.requiringNew().run(() -> updateRequestTime(accepted));
                } catch (RuntimeException e) {
                    LOG.debug("the request time was not stored", e);
                }
            });
        }
    }

    private void updateRequestTime(List<? extends TrackedRecord> accepted) {
        // The value may be lost in a crash, so the visitor need not wait for another disk write.
        database.createNativeQuery("SET LOCAL synchronous_commit = off").executeUpdate();
        database.createQuery("UPDATE " + accepted.get(0).getClass().getSimpleName()
                        + " SET work.requestMs = :millis WHERE id IN :ids AND work.requestMs IS NULL")
                .setParameter("millis", (int) RequestTimer.elapsed(routing))
                .setParameter("ids", accepted.stream().map(TrackedRecord::id).toList())
                .executeUpdate();
    }

    /** Answers a poll: 200 in every state, even failed, or 304. A page's script asks for JSON, as programs do. */
    public Response status(TrackedRecord record) {
        StatusView view = reader.read(record);
        return browserRequest.isBrowser()
                ? Response.ok(Templates.record(record.title(), view), MediaType.TEXT_HTML)
                        .build()
                : unlessUnchanged(view, view.moving());
    }

    /** Returns 304 if the client has this body. The tag is its hash: a status can change while its record does not. */
    Response unlessUnchanged(Object body, boolean moving) {
        byte[] bytes = json.valueToTree(body).toString().getBytes(StandardCharsets.UTF_8);
        EntityTag tag = new EntityTag(UUID.nameUUIDFromBytes(bytes).toString(), true);
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        Response.ResponseBuilder answer =
                unchanged != null ? unchanged : Response.ok(bytes).type(MediaType.APPLICATION_JSON);
        return pollable(answer.tag(tag), moving);
    }

    private static Response pollable(Response.ResponseBuilder answer, boolean moving) {
        return (moving ? answer.header(HttpHeaders.RETRY_AFTER, POLL_SECONDS) : answer).build();
    }
}
