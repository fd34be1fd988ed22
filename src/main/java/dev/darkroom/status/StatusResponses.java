package dev.darkroom.status;

import dev.darkroom.jobs.AfterCommit;
import dev.darkroom.jobs.DispatchMode;
import dev.darkroom.jobs.ProcessRun;
import dev.darkroom.jobs.Statements;
import dev.darkroom.web.BrowserRequest;
import dev.darkroom.web.ErrorResponses;
import dev.darkroom.web.Problem;
import dev.darkroom.web.RequestTimer;
import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.vertx.core.json.Json;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import jakarta.persistence.EntityManager;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The responses to accepted work and to a poll of its status, the same for all features. */
@RequestScoped
public class StatusResponses {

    public static final int POLL_SECONDS = 1;

    /** The database's clock in milliseconds since 1970, by which a page corrects its own. */
    private static final String DATABASE_TIME = "Darkroom-Time";

    private final StatusReader reader;
    private final BrowserRequest browserRequest;
    private final ErrorResponses errors;
    private final HttpHeaders headers;
    private final RoutingContext routing;
    private final Statements statements;
    private final AfterCommit afterCommit;
    private final EntityManager database;
    private final ProcessRun process;

    StatusResponses(
            StatusReader reader,
            BrowserRequest browserRequest,
            ErrorResponses errors,
            HttpHeaders headers,
            RoutingContext routing,
            Statements statements,
            AfterCommit afterCommit,
            EntityManager database,
            ProcessRun process) {
        this.reader = reader;
        this.browserRequest = browserRequest;
        this.errors = errors;
        this.headers = headers;
        this.routing = routing;
        this.statements = statements;
        this.afterCommit = afterCommit;
        this.database = database;
        this.process = process;
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
        storeTime(List.of(accepted));
        TrackedRecord current = database.find(accepted.getClass(), accepted.id());
        if (current.work().hasFailedInline()) {
            return failed(current);
        }
        if (current.work().isPendingInline()) {
            return unrecorded(current);
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

    /** Stores the time of this request so far, best effort, with the records that it accepted. */
    public void storeTime(List<? extends TrackedRecord> accepted) {
        if (!accepted.isEmpty()) {
            afterCommit.run(() -> {
                try {
                    QuarkusTransaction.requiringNew().run(() -> updateTime(accepted));
                } catch (RuntimeException e) {
                    Log.debug("the request time was not stored", e);
                }
            });
        }
    }

    private void updateTime(List<? extends TrackedRecord> accepted) {
        // The value may be lost in a crash, so the visitor need not wait for another disk write.
        statements.update("SET LOCAL synchronous_commit = off", Map.of());
        String table = accepted.get(0).getClass().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "_");
        List<UUID> ids = accepted.stream().map(TrackedRecord::id).toList();
        statements.update(
                "UPDATE " + table + " SET request_ms = :millis"
                        + " WHERE id = ANY(CAST(:ids AS uuid[])) AND request_ms IS NULL",
                Map.of("millis", (int) RequestTimer.elapsed(routing), "ids", ids));
    }

    /** The answer about work without a known end: 502 if it is lost, 503 while its process waits for the database. */
    public Response unrecorded(TrackedRecord record) {
        StatusView view = reader.read(record);
        if (view.lost()) {
            return errors.answer(new Problem(502, view.lostReason(), record.statusPath()));
        }
        String reason = "The work has ended, but the database is unavailable. Its end will be recorded.";
        return Response.fromResponse(errors.answer(new Problem(503, reason, record.statusPath())))
                .header(HttpHeaders.RETRY_AFTER, POLL_SECONDS)
                .build();
    }

    /** The failure of work that was done inside the request: 422 for the visitor's own input, otherwise 502. */
    public Response failed(TrackedRecord record) {
        int status = record.work().isRejected() ? 422 : 502;
        return errors.answer(new Problem(status, record.work().error(), record.statusPath()));
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
        byte[] bytes = Json.encodeToBuffer(body).getBytes();
        EntityTag tag = new EntityTag(UUID.nameUUIDFromBytes(bytes).toString(), true);
        Response.ResponseBuilder answer =
                isKnown(tag) ? Response.notModified() : Response.ok(bytes).type(MediaType.APPLICATION_JSON);
        return pollable(answer.tag(tag), moving);
    }

    /** Whether the client has sent this tag, weak or strong, alone or in a list (RFC 9110, weak comparison). */
    private boolean isKnown(EntityTag tag) {
        return headers.getRequestHeader(HttpHeaders.IF_NONE_MATCH).stream()
                .anyMatch(tags -> tags.strip().equals("*") || tags.contains('"' + tag.getValue() + '"'));
    }

    private Response pollable(Response.ResponseBuilder answer, boolean moving) {
        answer.header(DATABASE_TIME, process.databaseMillis());
        return (moving ? answer.header(HttpHeaders.RETRY_AFTER, POLL_SECONDS) : answer).build();
    }
}
