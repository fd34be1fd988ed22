package dev.darkroom.web;

import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.Optional;

/** Redirect targets on this site, taken from addresses that another site may have written. */
public final class SafeRedirect {

    private SafeRedirect() {}

    /** The page that sent the request, or the start page. */
    public static URI back(HttpServerRequest request) {
        return localPage(request.getHeader("Referer")).orElse(URI.create("/"));
    }

    /** The path and query of an address, without its host; empty if it has no path. */
    public static Optional<URI> localPage(String address) {
        try {
            URI page = URI.create(address == null ? "" : address);
            String path = page.getRawPath();
            if (path == null || !path.startsWith("/") || path.startsWith("//")) {
                return Optional.empty();
            }
            String query = page.getRawQuery() == null ? "" : "?" + page.getRawQuery();
            return Optional.of(URI.create(path + query));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
