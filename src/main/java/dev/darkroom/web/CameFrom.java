package dev.darkroom.web;

import io.vertx.core.http.HttpServerRequest;
import java.net.URI;

/** The page on which the visitor has clicked, to lead them back to it. */
public final class CameFrom {

    private CameFrom() {}

    /** Only its path and its query: a referrer must not lead off this site. The first page where there is none. */
    public static URI of(HttpServerRequest request) {
        String referrer = request.getHeader("Referer");
        try {
            URI page = URI.create(referrer == null ? "/" : referrer);
            String path = page.getRawPath();
            boolean local = path != null && path.startsWith("/") && !path.startsWith("//");
            String query = page.getRawQuery() == null ? "" : "?" + page.getRawQuery();
            return URI.create(local ? path + query : "/");
        } catch (IllegalArgumentException e) {
            return URI.create("/");
        }
    }
}
