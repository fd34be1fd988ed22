package dev.darkroom.web;

import dev.darkroom.jobs.DispatchMode;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;

/** The switch in the header of every page. */
@Path("/mode")
public class PreferencesResource {

    @POST
    public Response choose(@FormParam("dispatch") String dispatch, HttpServerRequest request) {
        DispatchMode mode = DispatchMode.of(dispatch)
                .orElseThrow(() -> new InvalidInput("The mode is one of inline, volatile and durable."));
        return Response.seeOther(SafeRedirect.of(request))
                .cookie(Choice.remembered(ModeFilter.COOKIE, mode.label(), request))
                .build();
    }

    /** Back to the default. */
    public static NewCookie forget(HttpServerRequest request) {
        return Choice.forgotten(ModeFilter.COOKIE, request);
    }
}
