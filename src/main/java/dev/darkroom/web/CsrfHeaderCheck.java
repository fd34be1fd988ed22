package dev.darkroom.web;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MediaType;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Closes what the CSRF extension leaves open once programs may send other things than forms: a request that changes
 * something and is no form must carry the token in its header. The payment company has no cookies, so it is left out.
 */
public class CsrfHeaderCheck {

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    @ServerRequestFilter
    public void demand(ContainerRequestContext request) {
        boolean safe = SAFE.contains(request.getMethod())
                || request.getUriInfo().getPath().startsWith("/gateway");
        if (!safe && !isForm(request.getMediaType()) && request.getHeaderString("X-CSRF-TOKEN") == null) {
            throw new InvalidInput(
                    "The header X-CSRF-TOKEN is missing: it repeats the value of the csrf-token cookie.");
        }
    }

    private static boolean isForm(MediaType type) {
        return type != null
                && (MediaType.APPLICATION_FORM_URLENCODED_TYPE.isCompatible(type)
                        || MediaType.MULTIPART_FORM_DATA_TYPE.isCompatible(type));
    }
}
