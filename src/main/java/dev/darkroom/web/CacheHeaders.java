package dev.darkroom.web;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Says of each answer how it may be kept: by the visitor's own browser, which asks before it shows it again. Whoever says
 * something else of their answer, such as a file that never changes, has said all.
 */
public class CacheHeaders {

    private static final String OWN = "private, no-cache";

    /** One address has a page for people and JSON for programs, and each visitor's is another. */
    private static final String NEGOTIATED = "Accept, Cookie";

    @ServerResponseFilter
    public void say(ContainerRequestContext request, ContainerResponseContext response) {
        MultivaluedMap<String, Object> headers = response.getHeaders();
        boolean ours = !request.getUriInfo().getPath().startsWith("/gateway");
        if (ours && !headers.containsKey(HttpHeaders.CACHE_CONTROL)) {
            headers.putSingle(HttpHeaders.CACHE_CONTROL, OWN);
            headers.putSingle(HttpHeaders.VARY, NEGOTIATED);
        }
    }
}
