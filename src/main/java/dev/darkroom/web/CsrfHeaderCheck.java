package dev.darkroom.web;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MediaType;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Requires the CSRF header on unsafe requests that are not forms. The CSRF extension checks forms. */
public class CsrfHeaderCheck {

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    @ServerRequestFilter
    public void check(ContainerRequestContext request) {
        // The gateway uses no cookies.
        boolean safe = SAFE.contains(request.getMethod())
                || request.getUriInfo().getPath().startsWith("/gateway");
        if (!safe && !isForm(request.getMediaType()) && request.getHeaderString("X-CSRF-TOKEN") == null) {
            throw HttpRefusal.badRequest(
                    "The header X-CSRF-TOKEN is missing. It repeats the value of the csrf-token cookie.");
        }
    }

    private static boolean isForm(MediaType type) {
        return type != null
                && (MediaType.APPLICATION_FORM_URLENCODED_TYPE.isCompatible(type)
                        || MediaType.MULTIPART_FORM_DATA_TYPE.isCompatible(type));
    }
}
