package dev.darkroom.web;

import dev.darkroom.jobs.DispatchMode;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;

/** The switches in the page header: dispatch mode and color theme. Each is kept in a cookie. */
@Path("/")
public class PreferencesResource {

    private static final int ONE_YEAR = 365 * 24 * 3600;

    @POST
    @Path("mode")
    public Response chooseMode(@FormParam("dispatch") String dispatch, HttpServerRequest request) {
        DispatchMode mode = DispatchMode.of(dispatch)
                .orElseThrow(() -> HttpRefusal.badRequest("The mode is one of inline, volatile and durable."));
        return backWith(cookie(ModeFilter.COOKIE, mode.label(), ONE_YEAR, request), request);
    }

    @POST
    @Path("theme")
    public Response chooseTheme(@FormParam("theme") String theme, HttpServerRequest request) {
        if (!Theme.isKnown(theme)) {
            throw HttpRefusal.badRequest("The theme is one of auto, dark and light.");
        }
        return backWith(cookie(Theme.COOKIE, theme, ONE_YEAR, request), request);
    }

    /** Restores the default mode. */
    public static NewCookie forgetMode(HttpServerRequest request) {
        return cookie(ModeFilter.COOKIE, "", 0, request);
    }

    private static Response backWith(NewCookie cookie, HttpServerRequest request) {
        return Response.seeOther(SafeRedirect.back(request)).cookie(cookie).build();
    }

    private static NewCookie cookie(String name, String value, int seconds, HttpServerRequest request) {
        return new NewCookie.Builder(name)
                .value(value)
                .path("/")
                .maxAge(seconds)
                .httpOnly(true)
                .secure(request.isSSL())
                .sameSite(NewCookie.SameSite.LAX)
                .build();
    }
}
