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
public class ModeResource {

    private static final int A_YEAR = 365 * 24 * 3600;

    @POST
    public Response choose(@FormParam("dispatch") String dispatch, HttpServerRequest request) {
        DispatchMode mode = DispatchMode.of(dispatch)
                .orElseThrow(() -> new InvalidInput("The mode is one of inline, volatile and durable."));
        return Response.seeOther(CameFrom.of(request))
                .cookie(cookie(mode.label(), A_YEAR, request.isSSL()))
                .build();
    }

    /** Back to the default. */
    public static NewCookie forget() {
        return cookie("", 0, false);
    }

    private static NewCookie cookie(String mode, int seconds, boolean secure) {
        return new NewCookie.Builder(ModeFilter.COOKIE)
                .value(mode)
                .path("/")
                .maxAge(seconds)
                .httpOnly(true)
                .secure(secure)
                .sameSite(NewCookie.SameSite.LAX)
                .build();
    }
}
