package dev.darkroom.web;

import dev.darkroom.jobs.DispatchMode;
import dev.darkroom.jobs.Labelled;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.Duration;

/** The switches in the page header: dispatch mode and color theme. Each is kept in a cookie. */
@Path("/")
public class PreferencesResource {

    static final String THEME = "theme";

    private static final Duration ONE_YEAR = Duration.ofDays(365);

    @POST
    @Path("mode")
    public Response chooseMode(@FormParam("dispatch") String dispatch, HttpServerRequest request) {
        DispatchMode mode = Labelled.find(DispatchMode.values(), dispatch)
                .orElseThrow(() -> HttpRefusal.badRequest("The mode is one of inline, volatile and durable."));
        return keep(ModeFilter.COOKIE, mode.label(), request);
    }

    @POST
    @Path("theme")
    public Response chooseTheme(@FormParam("theme") String theme, HttpServerRequest request) {
        if (theme == null || !PageModel.THEMES.contains(theme)) {
            throw HttpRefusal.badRequest("The theme is one of auto, dark and light.");
        }
        return keep(THEME, theme, request);
    }

    public static void forgetMode(HttpServerRequest request) {
        SiteCookie.set(request, ModeFilter.COOKIE, "", Duration.ZERO);
    }

    private static Response keep(String cookie, String value, HttpServerRequest request) {
        SiteCookie.set(request, cookie, value, ONE_YEAR);
        return Response.seeOther(SafeRedirect.back(request)).build();
    }
}
