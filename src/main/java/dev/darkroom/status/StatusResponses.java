package dev.darkroom.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.web.BrowserRequest;
import dev.darkroom.web.ErrorResponses;
import dev.darkroom.web.Problem;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The answers that all features give alike: to who has handed in work, and to who asks what became of it. */
@RequestScoped
public class StatusResponses {

    public static final int POLL_SECONDS = 1;

    private final StatusReader reader;
    private final BrowserRequest audience;
    private final ErrorResponses refusals;
    private final Request request;
    private final ObjectMapper json;

    StatusResponses(
            StatusReader reader, BrowserRequest audience, ErrorResponses refusals, Request request, ObjectMapper json) {
        this.reader = reader;
        this.audience = audience;
        this.refusals = refusals;
        this.request = request;
        this.json = json;
    }

    @CheckedTemplate(basePath = "status")
    static class Templates {
        static native TemplateInstance record(String title, StatusView status);
    }

    /** {@code 200} in every state, also failed. */
    public Response status(TrackedRecord one) {
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
    public Response accepted(TrackedRecord one) {
        StatusView view = reader.read(one);
        if (one.processing().hasFailedInline()) {
            return failed(one);
        }
        Response.ResponseBuilder answer = Response.status(view.complete() ? 201 : 202)
                .location(URI.create(one.statusPath()))
                .entity(view)
                .type(MediaType.APPLICATION_JSON);
        return pollable(answer, view.moving());
    }

    /** The failure of work that was done before the answer <em>is</em> the answer. */
    public Response failed(TrackedRecord one) {
        int status = one.processing().isRejected() ? 422 : 502;
        return refusals.answer(new Problem(status, one.processing().error(), one.statusPath()));
    }

    /** {@code 304} to who has it already: its tag is made of what would be sent, which may change without any record. */
    Response fresh(Object body, boolean moving) {
        byte[] sent = bytes(body);
        EntityTag tag = new EntityTag(hash(sent), true);
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        Response.ResponseBuilder answer =
                unchanged != null ? unchanged : Response.ok(sent).type(MediaType.APPLICATION_JSON);
        return pollable(answer.tag(tag), moving);
    }

    private static Response pollable(Response.ResponseBuilder answer, boolean moving) {
        return (moving ? answer.header(HttpHeaders.RETRY_AFTER, POLL_SECONDS) : answer).build();
    }

    private byte[] bytes(Object body) {
        try {
            return json.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hash(byte[] sent) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(sent), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
