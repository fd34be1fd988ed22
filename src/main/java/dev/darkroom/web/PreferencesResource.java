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

    @POST
    @Path("mode")
    public Response chooseMode(@FormParam("dispatch") String dispatch, HttpServerRequest request) {
        DispatchMode mode = DispatchMode.of(dispatch)
                .orElseThrow(() -> HttpRefusal.badRequest("The mode is one of inline, volatile and durable."));
        return backWith(PreferenceCookie.set(ModeFilter.COOKIE, mode.label(), request), request);
    }

    @POST
    @Path("theme")
    public Response chooseTheme(@FormParam("theme") String theme, HttpServerRequest request) {
        if (!Theme.isKnown(theme)) {
            throw HttpRefusal.badRequest("The theme is one of auto, dark and light.");
        }
        return backWith(PreferenceCookie.set(Theme.COOKIE, theme, request), request);
    }

    /** Restores the default mode. */
    public static NewCookie forgetMode(HttpServerRequest request) {
        return PreferenceCookie.expired(ModeFilter.COOKIE, request);
    }

    private static Response backWith(NewCookie cookie, HttpServerRequest request) {
        return Response.seeOther(SafeRedirect.back(request)).cookie(cookie).build();
    }

    private static final class PreferenceCookie {

        private static final int ONE_YEAR = 365 * 24 * 3600;

        static NewCookie set(String name, String value, HttpServerRequest request) {
            return cookie(name, value, ONE_YEAR, request);
        }

        static NewCookie expired(String name, HttpServerRequest request) {
            return cookie(name, "", 0, request);
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
}
