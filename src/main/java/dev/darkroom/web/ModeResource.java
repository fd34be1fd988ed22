package dev.darkroom.web;

import dev.darkroom.jobs.DispatchMode;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.net.URI;

/** The switch in the header of every page. */
@Path("/mode")
public class ModeResource {

    private static final int A_YEAR = 365 * 24 * 3600;

    @POST
    public Response choose(@FormParam("dispatch") String dispatch, HttpServerRequest request) {
        DispatchMode mode = DispatchMode.of(dispatch)
                .orElseThrow(() -> new InvalidInput("The mode is one of inline, volatile and durable."));
        return Response.seeOther(back(request))
                .cookie(new NewCookie.Builder(ModeFilter.COOKIE)
                        .value(mode.label())
                        .path("/")
                        .maxAge(A_YEAR)
                        .httpOnly(true)
                        .sameSite(NewCookie.SameSite.LAX)
                        .build())
                .build();
    }

    /** Only the path of where the visitor came from: a referrer must not lead off this site. */
    private static URI back(HttpServerRequest request) {
        String referrer = request.getHeader("Referer");
        try {
            String path = referrer == null ? null : URI.create(referrer).getRawPath();
            boolean local = path != null && path.startsWith("/") && !path.startsWith("//");
            return URI.create(local ? path : "/");
        } catch (IllegalArgumentException e) {
            return URI.create("/");
        }
    }
}
