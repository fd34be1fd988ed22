package dev.darkroom.web;

import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/** The switch between paper and safelight, in the header of every page: a beamer wants another one than a screen. */
@Path("/theme")
public class ThemeResource {

    @POST
    public Response choose(@FormParam("theme") String theme, HttpServerRequest request) {
        if (!Theme.isKnown(theme)) {
            throw new InvalidInput("The theme is one of auto, dark and light.");
        }
        return Response.seeOther(SafeRedirect.of(request))
                .cookie(Choice.remembered(Theme.COOKIE, theme, request))
                .build();
    }
}
