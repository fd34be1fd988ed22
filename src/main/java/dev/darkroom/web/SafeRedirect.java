package dev.darkroom.web;

import io.vertx.core.http.HttpServerRequest;
import java.net.URI;

/** The page on which the visitor has clicked, to lead them back to it. */
public final class SafeRedirect {

    private SafeRedirect() {}

    /** The first page where there is none. */
    public static URI of(HttpServerRequest request) {
        return LocalPage.of(request.getHeader("Referer")).orElse(URI.create("/"));
    }
}
