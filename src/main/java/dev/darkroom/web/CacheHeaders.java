package dev.darkroom.web;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Lets only the visitor's own browser cache an answer, with revalidation, unless the resource sets Cache-Control. */
public class CacheHeaders {

    @ServerResponseFilter
    public void setDefaults(ContainerRequestContext request, ContainerResponseContext response) {
        MultivaluedMap<String, Object> headers = response.getHeaders();
        if (request.getUriInfo().getPath().startsWith("/gateway")) {
            headers.putSingle(HttpHeaders.VARY, "Accept-Encoding");
        } else if (!headers.containsKey(HttpHeaders.CACHE_CONTROL)) {
            headers.putSingle(HttpHeaders.CACHE_CONTROL, "private, no-cache");
            headers.putSingle(HttpHeaders.VARY, "Accept, Accept-Encoding, Cookie");
        }
    }
}
